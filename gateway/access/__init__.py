"""Who may do what: credentials of connections, API keys, staff and their sessions, addresses, headers."""
