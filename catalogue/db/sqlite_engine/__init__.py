"""Django's SQLite backend, with triggers that outlive a migration."""
