"""The checker of the promises: real processes are killed, stopped and cut, and then every store and topic is read."""
