"""What a business's days came to, for the console's page and the message of Mondays (docs/figures.md)."""
