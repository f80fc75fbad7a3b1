"""What a customer owed, what moved, and what is owed now: a statement, for any range of days."""
