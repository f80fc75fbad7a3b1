"""Every remote call of every use case fails in every way; afterwards the promises hold."""
