"""What the notifications service can do: the table of its commands."""

from shared.commands import CommandSpec

COMMANDS: tuple[CommandSpec, ...] = ()
