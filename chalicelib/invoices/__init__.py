"""What a customer owes: drafts, issued invoices, their documents and their balance."""
