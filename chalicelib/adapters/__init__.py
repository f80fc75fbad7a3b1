"""Doors to the world outside: AWS, tokens, the payment gateway, the document engine."""
