"""The enrollment service over a real database: commands in, reactions to its own events, state out."""
