"""Given facts, when a command is decided, then events or a refusal: tests of the domain that read as sentences.

given(MEMBERSHIP, StateInvited(...), on="2012-01-01").when(declare_intent, DeclareIntent()).then(IntentDeclared(...))
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from shared import history
from shared.aggregate import Aggregate, Command, Context, Dated, Kind, Said
from shared.contracts.dates import PartialDate
from shared.contracts.event import Entry, Envelope, Event, Provenance
from shared.contracts.ids import ActorId, membership_id, seat_id, state_id
from shared.errors import DomainError

S = TypeVar("S", bound=Aggregate)
START, NOW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, 12, tzinfo=UTC)
SOMEBODY = ActorId(UUID(int=7))
_DERIVED: Mapping[str, Callable[[Any], UUID]] = {
    "membership": lambda event: membership_id(event.network, event.state),
    "seat": lambda event: seat_id(event.network, event.state),
    "state": lambda event: state_id(event.iso3),
}


class Given(Generic[S]):
    """The facts of one aggregate, all of them legal together."""

    def __init__(self, kind: Kind[S], id: UUID | None, events: Sequence[Envelope]) -> None:
        self.kind = kind
        self.id = id
        self.events = tuple(events)

    @property
    def state(self) -> S | None:
        return history.state_at(self.kind.apply, self.events)

    def as_of(self, day: str) -> S | None:
        return history.state_at(self.kind.apply, self.events, date.fromisoformat(day))

    def also(self, *said: Said, on: str = "2012-01-01") -> "Given[S]":
        """More facts, recorded after the others. Raises the DomainError of what is illegal."""
        return self._with([_dated(one, on) for one in said])

    def corrected(self, root: int, event: Event | None = None, *, on: str | None = None) -> "Given[S]":
        """A later version of one fact: another content, another date."""
        last = [one for one in self.events if one.root == root][-1]
        return self._with([Dated(event or last.event, PartialDate.parse(on) if on else last.occurred_on)], root)

    def when(
        self, decide: Callable[[Any, Any, Context], Sequence[Said]], command: Command, on: str | None = None
    ) -> "When[S]":
        """Decide the command on the state of its date, and judge what it says among all facts."""
        day = on or str(command.occurred_on or "2020-01-01")
        try:
            state = history.state_at(self.kind.apply, self.events, PartialDate.parse(day).counts_from)
            said = [_dated(one, day) for one in decide(state, command, Context(SOMEBODY, NOW, NOW.date()))]
            return When(self._with(said), tuple(said), None)
        except DomainError as error:
            return When(self, (), error)

    def _with(self, said: Sequence[Dated], corrects: int | None = None) -> "Given[S]":
        id = self.id or _DERIVED.get(self.kind.name, lambda event: UUID(int=1))(said[0].event)
        first = len(self.events) + 1
        new = [envelope(self.kind.name, id, first + nth, one, corrects) for nth, one in enumerate(said)]
        history.judge(self.kind.apply, history.effective([*self.events, *new]), new)
        return Given(self.kind, id, [*self.events, *new])


@dataclass(frozen=True)
class When(Generic[S]):
    """What a command led to."""

    after: Given[S]
    said: tuple[Dated, ...]
    error: DomainError | None

    def then(self, *expected: Said) -> Given[S]:
        """Exactly these events; where one is Dated, also its date and certainty. Returns the facts as they are now."""
        assert self.error is None, self.error
        found = [
            one if isinstance(wanted, Dated) else one.event for one, wanted in zip(self.said, expected, strict=False)
        ]
        assert found == list(expected)
        assert len(self.said) == len(expected), self.said
        return self.after

    def then_refused(self, code: str, **params: object) -> None:
        """Refused by that rule, naming these parameters."""
        assert self.error is not None, self.said
        assert self.error.code == code, self.error
        assert {name: self.error.params[name] for name in params} == params


def envelope(kind: str, id: UUID, sequence: int, said: Dated, corrects: int | None = None) -> Envelope:
    """An event as the journal holds it; each is recorded a second after the one before."""
    return Envelope(
        id=uuid4(),
        kind=kind,
        subject=id,
        sequence=sequence,
        recorded=START + timedelta(seconds=sequence),
        occurred_on=said.occurred_on,
        corrects=corrects,
        entry=Entry.RECORD,
        actor=SOMEBODY,
        scopes=(),
        provenance=Provenance(inferred=said.inferred),
        correlation=uuid4(),
        causation=None,
        reason=None,
        traceparent=None,
        event=said.event,
    )


def given(kind: Kind[S], *said: Said, on: str = "2012-01-01", id: UUID | None = None) -> Given[S]:
    """These facts, in this order of recording. Aggregates with a derived id need no `id`."""
    nothing: Given[S] = Given(kind, id, ())
    return nothing.also(*said, on=on) if said else nothing


def _dated(said: Said, on: str) -> Dated:
    return said if isinstance(said, Dated) else Dated(said, PartialDate.parse(on))
