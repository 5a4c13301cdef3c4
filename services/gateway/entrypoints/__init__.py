"""The edges of the gateway: the public API and the consumer of events."""
