"""The authorization matrix: every route, every kind of person, every kind of object, computed from one table (V01 to V05)."""
