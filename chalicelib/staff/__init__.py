"""The merchant's own people: who they are and what they may do."""
