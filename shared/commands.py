"""CommandSpec: one line of a service's table of commands. The table is the service's table of contents."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from shared.aggregate import Command, Context, Dated, Kind, RecordCommand, Right, Said
from shared.contracts.dates import PartialDate
from shared.contracts.event import Event
from shared.works import Reads

C = TypeVar("C", bound=Command)


Check = Callable[[Reads, UUID, Event, PartialDate], Awaitable[Event | None]]
"""Judges one event of an aggregate (its id, the event, its date) against others; raises DomainError.

It may return the event completed by what it was judged on (the version of a copy).
"""


@dataclass(frozen=True, kw_only=True)
class CommandSpec:
    """One command: where it is posted, what answers it, who may, when it is possible.

    `path` is `collection`, `collection/task` (the id comes from the body through `identify`) or `collection/{id}/task`.
    `makes` are the events it may state: a correction of such a fact obeys the same `who` and runs the same `checks`.
    `states` are the status words in which it is possible (empty: any). `edit` lines need If-Match.
    `keeps` is the word of the keeper that stores the personal values of the command, which its events leave out.
    """

    path: str
    command: type[Command]
    kind: Kind[Any]
    decide: Callable[[Any, Any, Context], Sequence[Said]]
    makes: tuple[type[Event], ...]
    who: tuple[Right, ...]
    states: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    identify: Callable[[Any], UUID] | None = None
    edit: bool = False
    keeps: str | None = None

    def __post_init__(self) -> None:
        """Nothing starts with a line that does not say who may (security.md A1)."""
        if not self.who or not self.makes:
            raise ValueError(f"{self.path}: a line says who may, and which events it may state")

    @property
    def record(self) -> bool:
        """Whether it writes down the past."""
        return issubclass(self.command, RecordCommand)

    @property
    def collection(self) -> str:
        """First part of the path."""
        return self.path.partition("/")[0]

    @property
    def operation(self) -> str:
        """Its name in documents and tests: the class of the command, which is unique in the service."""
        return self.command.__name__


async def judged(look: Reads, id: UUID, said: Dated, checks: Sequence[Check]) -> Dated:
    """The event as the checks let it pass. Raises DomainError."""
    for check in checks:
        said = replace(said, event=await check(look, id, said.event, said.occurred_on) or said.event)
    return said


def lines_of(table: Sequence[CommandSpec], event: type[Event]) -> list[CommandSpec]:
    """The lines whose commands state this event, live ones first."""
    return sorted((line for line in table if event in line.makes), key=lambda line: line.record)
