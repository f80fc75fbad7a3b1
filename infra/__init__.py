"""Everything around the application: state, deployment, the local stack, demo data."""
