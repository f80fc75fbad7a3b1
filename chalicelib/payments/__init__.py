"""Money that comes in: attempts at the gateway, the ledger, and what a client sees of both."""
