"""The list of a noun and the page of one record, built once: filters, chips, pages and files."""
