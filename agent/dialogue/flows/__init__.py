"""The dialogue policy: what each node does with a message."""
