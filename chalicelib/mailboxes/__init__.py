"""What is known of an address at a tenant: mail that came back, or was reported as unwanted."""
