"""A merchant's account at the payment gateway: its keys, and the questions asked under them."""
