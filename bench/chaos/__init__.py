"""`make chaos`: customers write while everything below them fails, and the rows and the provider are counted."""
