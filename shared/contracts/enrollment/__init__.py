"""What enrollment says: one module per aggregate's events."""
