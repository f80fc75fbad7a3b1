"""The private calendar feed: what falls due, renews or runs out, in the calendar a person looks at anyway."""
