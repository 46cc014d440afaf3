"""Channels: a contract (base), its members, one file or package a provider, and their kit."""
