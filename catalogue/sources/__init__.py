"""Where a statement can be read: sources, and citations that point into them."""
