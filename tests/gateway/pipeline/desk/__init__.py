"""Chats that people take and give back at a provider's own desk (Chatwoot)."""
