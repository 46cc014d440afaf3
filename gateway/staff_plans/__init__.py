"""Changes of the agenda that staff plan by WhatsApp: shown first, done by a yes, and how they ended."""
