"""A call for a person becomes a person: it goes on until somebody takes it, and staff answer from their phones."""
