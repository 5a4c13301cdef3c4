"""What the network service stores beyond the common store."""
