"""Mail and other side effects: kept with the change that causes them, delivered at least once, at most twice."""
