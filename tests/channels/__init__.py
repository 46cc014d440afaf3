"""The conformance kit: every channel passes it by being registered and having a player."""
