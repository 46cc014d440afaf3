"""What a business brings from elsewhere."""
