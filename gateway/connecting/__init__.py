"""Connecting a number: answers, the provider, what is stored, the public address, a test message."""
