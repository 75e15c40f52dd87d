"""The coverage map, which counts practices by two properties at once, and the map of States."""
