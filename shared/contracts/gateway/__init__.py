"""What gateway says: one module per aggregate's events."""
