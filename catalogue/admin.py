"""Front door: the admin of every room."""
