"""What the network service can do: the table of its commands, group by group."""

from services.network.application import (
    lines_cooperation,
    lines_initiatives,
    lines_networks,
    lines_registers,
    lines_seats,
)
from shared.commands import CommandSpec

COMMANDS: tuple[CommandSpec, ...] = (
    *lines_registers.LINES,  # states, sources, bodies; statements and disputes
    *lines_networks.LINES,  # networks; memberships
    *lines_seats.LINES,  # focal-point seats
    *lines_initiatives.LINES,  # initiatives and their milestones
    *lines_cooperation.LINES,  # meetings; agreements with partners; national mechanisms
)
