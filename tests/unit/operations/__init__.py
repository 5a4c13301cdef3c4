"""The command line's own logic that needs no running system."""
