"""What a bad model tries, and what the gates let through: each ends harmless, and the customer is answered."""
