"""Requests to forget a person, and carrying them out."""
