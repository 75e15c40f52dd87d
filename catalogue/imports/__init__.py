"""Records from files into the catalogue: read, check, plan, apply."""
