"""Home, about, accessibility and other pages that belong to no single noun."""
