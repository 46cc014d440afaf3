"""The chat page: its files, its socket, and the feed that tells the socket what changed."""
