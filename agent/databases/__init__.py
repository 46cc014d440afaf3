"""Ways to reach PostgreSQL: direct, embedded, and (a later issue) through Supabase."""
