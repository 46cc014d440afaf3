"""WhatsApp through Evolution API v2."""
