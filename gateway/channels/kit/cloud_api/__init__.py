"""Webhooks in the form of Meta's WhatsApp Cloud API, which other providers pass on in an envelope."""
