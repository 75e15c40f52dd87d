"""Operating: what those who run the catalogue need: health, traces, figures, a replica, backups."""
