"""Getting in and staying in: accept an invitation, sign in, refresh, sign out, passwords, second factor."""
