"""Configuration of the project: environment, settings, URL patterns, server."""
