"""Feed: events as they would come from the log, each with the next sequence of its aggregate and a later recorded time."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from shared.contracts.dates import PartialDate
from shared.contracts.event import Entry, Envelope, Event, Provenance

RECORDER = UUID(int=7)
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Feed:
    """Remembers what was said, in order."""

    def __init__(self) -> None:
        self.said: list[Envelope] = []
        self._versions: dict[tuple[str, UUID], int] = defaultdict(int)

    def say(
        self,
        kind: str,
        id: UUID,
        event: Event,
        on: str,
        *,
        corrects: int | None = None,
        synthetic: bool = False,
        source: UUID | None = None,
        scopes: tuple[str, ...] = ("secretariat",),
        actor: UUID = RECORDER,
    ) -> Envelope:
        """One more event of an aggregate; every one is recorded a second after the one before."""
        self._versions[kind, id] += 1
        envelope = Envelope(
            id=uuid4(),
            kind=kind,
            subject=id,
            sequence=self._versions[kind, id],
            recorded=START + timedelta(seconds=len(self.said)),
            occurred_on=PartialDate.parse(on),
            corrects=corrects,
            entry=Entry.RECORD,
            actor=actor,
            scopes=scopes,
            provenance=Provenance(source=source, page="3" if source else None, synthetic=synthetic),
            correlation=uuid4(),
            causation=None,
            reason=None,
            traceparent=None,
            event=event,
        )
        self.said.append(envelope)
        return envelope
