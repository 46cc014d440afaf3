"""Customers in the console: the list, one customer's page, what staff do to them, merging, and erasing."""
