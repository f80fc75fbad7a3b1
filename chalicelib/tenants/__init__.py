"""The merchant: organisation, portal on and off, every portal setting, branding."""
