"""Everything of a merchant as one file: written in the background, handed out for a week."""
