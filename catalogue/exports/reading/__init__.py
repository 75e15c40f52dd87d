"""From the database into cells: scans for every format and database, and a short way for CSV."""
