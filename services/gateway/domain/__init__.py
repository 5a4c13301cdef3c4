"""What the gateway decides about itself: who has which grant, and what a token is."""
