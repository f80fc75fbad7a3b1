"""What is read off the code without running it: rules of our own, and a search for secrets."""
