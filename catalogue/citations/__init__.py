"""How one record is cited: in words for a text, and as a file for a reference manager."""
