"""Chat models and embeddings: made from settings, with fallbacks, failures, usage and prices."""
