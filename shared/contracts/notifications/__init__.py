"""What notifications says: one module per aggregate's events."""
