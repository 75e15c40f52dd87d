"""How the catalogue is set up: environment, settings, addresses, server."""
