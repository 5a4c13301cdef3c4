"""What the enrollment service can do: the tables of commands and reactions, and the looks across aggregates."""
