"""Letters of clients to the merchant, and what was answered."""
