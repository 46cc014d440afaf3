"""WhatsApp through Twilio's Programmable Messaging."""
