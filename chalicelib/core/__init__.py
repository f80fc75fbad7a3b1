"""Pure building blocks shared by every slice: standard library and pydantic only."""
