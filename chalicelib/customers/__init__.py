"""The companies a merchant bills: addresses, currency, tax id, and what they owe in sum."""
