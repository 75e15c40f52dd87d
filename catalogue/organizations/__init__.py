"""The organizations of practices and events, States included."""
