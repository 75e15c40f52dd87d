"""What every noun has in common: dates, codes, publication, text."""
