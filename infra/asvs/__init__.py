"""OWASP ASVS 5.0, levels 1 and 2: what we make of each requirement, and the tests that say so."""
