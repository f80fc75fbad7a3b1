"""Who changed what, when: one append-only row per committed change."""
