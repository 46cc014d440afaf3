"""Access control: connection credentials, API keys, staff sessions, rate limits, headers, floods."""
