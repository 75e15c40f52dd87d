"""The bodies behind practices and events, States included."""
