"""Ways to reach PostgreSQL: direct, embedded, and through Supabase."""
