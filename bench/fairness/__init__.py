"""`python -m bench.fairness`: how long one business waits while another floods, and how late 10,000 chats are answered."""
