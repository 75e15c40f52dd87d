"""Operating: what those who run the catalogue need of it: health, traces, backups."""
