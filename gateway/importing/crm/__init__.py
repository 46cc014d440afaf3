"""What a business has in a CRM for WhatsApp whose tables stand in PostgreSQL (Supabase)."""
