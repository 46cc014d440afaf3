"""Webhooks under requests that no provider would send: `make fuzz`, and a short form in the suite."""
