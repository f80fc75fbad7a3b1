"""What clients think of the merchant."""
