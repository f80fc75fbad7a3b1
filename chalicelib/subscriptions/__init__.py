"""What a customer is subscribed to."""
