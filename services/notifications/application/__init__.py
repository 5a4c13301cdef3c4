"""What the notifications service can do: the tables of commands and reactions."""
