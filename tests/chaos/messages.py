"""Messages: I7 of the design's chapter on the checker, over what notifications says, what the mail server took, and who died.

One dispatch for each event, recipient and template, and one task of a kind; every dispatch ends, as sent with its mail, or
with a task; a mail repeats only where a process died (repeated.py); none goes to whom the role was taken from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from shared.contracts.event import Envelope, Event
from shared.contracts.ids import PersonId
from shared.contracts.notifications import dispatch as dispatches
from shared.contracts.notifications.dispatch import DispatchRequested
from shared.contracts.notifications.task import TaskKind, TaskRaised
from tests.chaos.checks import Violation, told
from tests.chaos.history import History
from tests.chaos.part import MAIL_SECONDS
from tests.chaos.post import Taken
from tests.chaos.repeated import unexplained

_LEAVES: Mapping[type[Event], frozenset[TaskKind]] = {
    dispatches.DispatchFailed: frozenset({TaskKind.NOT_SENT, TaskKind.BOUNCED}),
    dispatches.DispatchSuppressed: frozenset({TaskKind.NO_LONGER_RECIPIENT}),
}
"""The task that each end leaves to somebody."""
_ENDS: tuple[type[Event], ...] = (*_LEAVES, dispatches.DispatchSent, dispatches.DispatchCancelled)
_WAITS: tuple[type[Event], ...] = (dispatches.DispatchHeld,)
TRY = MAIL_SECONDS + 5.0
"""Seconds that one try may last: the question for the address, and the mail."""


@dataclass
class Letter:
    """A dispatch as its journal tells of it, and the mails of it that the server took, in order."""

    requested: Envelope
    asked: DispatchRequested
    last: Envelope
    mails: list[Taken] = field(default_factory=list)

    def __str__(self) -> str:
        """How it is told of."""
        return f"dispatch/{self.last.subject} ({self.asked.template} of {self.asked.cause} to {self.asked.recipient})"


def letters_of(journal: Iterable[Envelope], taken: Sequence[Taken]) -> dict[UUID, Letter]:
    """By id."""
    found: dict[UUID, Letter] = {}
    for event in journal:
        if isinstance(event.event, DispatchRequested):
            found[event.subject] = Letter(event, event.event, event)
        elif event.kind == "dispatch":
            found[event.subject].last = event
    for mail in taken:
        if mail.dispatch in found:
            found[mail.dispatch].mails.append(mail)
    return found


def check(journal: Sequence[Envelope], taken: Sequence[Taken], history: History) -> list[Violation]:
    """I7, from the journal of notifications alone and from what the server took."""
    letters = letters_of(journal, taken)
    tasks = [event.event for event in journal if isinstance(event.event, TaskRaised)]
    asked = Counter((one.asked.cause, one.asked.recipient, one.asked.template) for one in letters.values())
    raised = Counter((one.cause, one.kind, one.person) for one in tasks)
    twice = [f"{n} dispatches of {key}" for key, n in asked.items() if n > 1]
    twice += [f"{n} tasks of {key}" for key, n in raised.items() if n > 1]
    twice += [f"{letters[id]} was taken {n} times too often" for id, n in unexplained(taken, history).items()]
    lost = [line for one in letters.values() for line in _lost(one, raised)]
    strange = [f"a mail {mail.id} of no dispatch" for mail in taken if mail.dispatch not in letters]
    strange += [line for one in letters.values() for line in _strange(one)]
    strange += [line for one in letters.values() for line in _to_nobody(one, history)]
    return [*told("I7", lost, "lost"), *told("I7", twice, "doubled"), *told("I7", strange)]


def _lost(letter: Letter, raised: Mapping[tuple[UUID, TaskKind, PersonId | None], int]) -> list[str]:
    end = letter.last.event
    today = datetime.now(UTC).date()
    if not isinstance(end, (*_ENDS, *_WAITS)):
        due = letter.asked.not_before is None or letter.asked.not_before <= today
        return [f"{letter} was never sent"] if due else []
    if isinstance(end, dispatches.DispatchSent) and not letter.mails:
        return [f"{letter} counts as sent, and the server has no mail"]
    wanted = _LEAVES.get(type(end), frozenset())
    if wanted and not any(raised[letter.asked.cause, kind, letter.asked.recipient] for kind in wanted):
        return [f"{letter} ended with {end.type}, and nobody has a task"]
    return []


def _strange(letter: Letter) -> list[str]:
    """Mails for somebody else; or after the end, which only a try that was under way may send (after `sent` it is a repeat)."""
    found = [f"{letter} went to another" for mail in letter.mails if not mail.to.startswith(letter.asked.recipient.hex)]
    end = letter.last
    if isinstance(end.event, (*_LEAVES, dispatches.DispatchCancelled)):
        late = [mail for mail in letter.mails if mail.at > end.recorded.timestamp() + TRY]
        found += [f"{letter} went out after {end.event.type}"] if late else []
    elif isinstance(end.event, _WAITS) and letter.mails:
        found.append(f"{letter} went out while it was held")
    return found


def _to_nobody(letter: Letter, history: History) -> list[str]:
    """A7: from when notifications knew that a grant was revoked, nothing is asked for by it, and nothing goes out."""
    for line in history.of("revoked"):
        if letter.asked.via == line.data["grant"]:
            requested = letter.requested.recorded.timestamp() > line.at
            if requested or any(mail.at > line.at for mail in letter.mails):
                return [f"{letter} was requested or sent after its recipient was none any more"]
    return []
