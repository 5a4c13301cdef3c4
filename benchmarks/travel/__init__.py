"""The processes that an event passes on its way from a command to a projection, and the bare parts that do the same."""
