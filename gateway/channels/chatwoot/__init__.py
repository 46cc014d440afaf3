"""Conversations of a Chatwoot account, through an agent bot or the account's webhook."""
