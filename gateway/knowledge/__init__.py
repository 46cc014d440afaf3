"""Documents of the knowledge base: read, split, kept, embedded."""
