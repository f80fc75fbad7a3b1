"""The cards and bank accounts a customer saved; their numbers are known to the gateway alone."""
