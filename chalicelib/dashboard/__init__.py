"""The client's home page: reads other slices' verbs, owns no table."""
