"""What the notifications service can do: the tables of commands and reactions, who is told what, and in which words."""
