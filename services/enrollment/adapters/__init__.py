"""The people store and its keys, and the register of who looked at whom. The only SQL of enrollment."""
