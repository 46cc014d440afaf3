"""What the reading of customers' acts is trained with and measured on; not shipped."""
