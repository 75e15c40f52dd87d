"""Commands of the catalogue, each a thin door to a room."""
