"""Connections that are listened to, instead of being called by their provider."""
