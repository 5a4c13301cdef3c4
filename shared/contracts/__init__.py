"""The published language: what services say to each other on the bus, and the value types it is said with."""
