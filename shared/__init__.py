"""The base all services stand on: the published language, and the machinery from a command to a snapshot."""
