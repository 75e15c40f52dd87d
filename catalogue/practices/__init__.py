"""Good practices, initiatives, guidance, tools, standards, legislation and training."""
