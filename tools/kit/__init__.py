"""What only tools share: the request of a search, the offers, and the reasons why there are none."""
