"""The gateway over a real database: what it writes of what it hears, what it answers, and to whom."""
