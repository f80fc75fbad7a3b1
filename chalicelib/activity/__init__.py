"""Who did what: the audit's rows with the names of the people, for clients and for staff."""
