"""Made-up catalogues of any size, for measurements and tests; never beside real records."""
