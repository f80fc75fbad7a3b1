"""Where the world comes in: the only importer of chalice."""
