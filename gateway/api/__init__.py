"""What other services and operators call."""
