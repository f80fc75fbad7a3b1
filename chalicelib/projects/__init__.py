"""Projects: what is worked on for a customer, with tasks and the hours that went into them."""
