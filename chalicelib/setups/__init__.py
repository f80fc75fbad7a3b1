"""Saved cards and accounts: a client adds one, or replaces one, on the gateway's page."""
