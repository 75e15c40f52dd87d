"""What templates of the catalogue can say beyond Django's own words."""
