"""HTTP routes for providers, other services and operators."""
