"""What channels share: careful reading of payloads, HTTP sending, options, phones."""
