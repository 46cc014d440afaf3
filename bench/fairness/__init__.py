"""How long one business waits while another floods, and how late waiting chats are answered."""
