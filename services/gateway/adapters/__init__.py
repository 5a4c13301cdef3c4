"""Where the gateway keeps what it heard, and how it reaches the services. The only SQL of the gateway."""
