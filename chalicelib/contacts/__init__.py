"""The people of a customer: their details, their role, and whether they may use the portal."""
