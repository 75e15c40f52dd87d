"""The map of what exists and what is missing: practices counted two ways at once."""
