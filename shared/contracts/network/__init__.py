"""What network says: one module per aggregate's events."""
