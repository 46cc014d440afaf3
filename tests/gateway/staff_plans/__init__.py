"""Changes of the agenda by WhatsApp."""
