"""What a merchant offers, and what the customer answers."""
