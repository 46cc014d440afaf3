"""WhatsApp through Gupshup's self-serve API."""
