"""The controlled words: sectors, measures, threats, regions and countries."""
