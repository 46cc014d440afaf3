"""What everybody knows: settings, types, errors, store, model, memory, media, tracing."""
