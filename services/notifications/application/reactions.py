"""What the notifications service does when it hears an event: the table of its reactions."""

from shared.reactions import Reaction

REACTIONS: tuple[Reaction, ...] = ()
