"""What the gateway answers, and to whom."""
