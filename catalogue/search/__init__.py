"""From a visitor's words to the records that hold them."""
