"""The graph's checkpoints: in Redis or in PostgreSQL, and which one is taken."""
