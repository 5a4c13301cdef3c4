"""Facts that follow from facts of another aggregate, and stay in line with them when those are corrected.

Each derived fact has a key that never changes. `aligned` compares what is stated under a key with what should be: what is
missing is stated, what differs is corrected, what should not be there is retracted, what came back is restored.
"""

from collections.abc import Callable, Mapping, Sequence

from services.enrollment.domain import seminar
from services.enrollment.domain.alumnus import Graduation
from services.enrollment.domain.seminar import Seminar
from shared import history
from shared.aggregate import Dated, Said
from shared.contracts.enrollment.alumnus import AlumnusRecognised, GraduationAdded
from shared.contracts.enrollment.cohort import CohortConvened, CohortDissolved, CohortOpened, CohortScheduled
from shared.contracts.enrollment.facts import EnrollmentFactRetracted
from shared.contracts.enrollment.seminar import (
    SeminarCancelled,
    SeminarPartAdded,
    SeminarPlanned,
    SeminarPostponed,
    SeminarReplanned,
    SeminarStarted,
)
from shared.contracts.enrollment.words import Role
from shared.contracts.event import Envelope, Event
from shared.works import Correction

Key = Callable[[Envelope], str | None]
"""The key of a fact by its first event; None for a fact that is not derived."""


def aligned(events: Sequence[Envelope], key: Key, wanted: Mapping[str, Dated]) -> list[Said | Correction]:
    """What must be stated so that the derived facts among `events` (a whole journal) are the wanted ones."""
    keys = {event.root: key(event) for event in events if event.corrects is None}
    roots = {name: root for root, name in keys.items() if name is not None}
    standing = {fact.root: fact for fact in history.effective(events)}
    said: list[Said | Correction] = []
    for name, should_be in wanted.items():
        root = roots.get(name)
        if root is None:
            said.append(should_be)
        elif (fact := standing.get(root)) is None or (fact.event, fact.occurred_on) != (
            should_be.event,
            should_be.occurred_on,
        ):
            said.append(Correction(root, should_be))
    for name, root in roots.items():
        if name not in wanted and (fact := standing.get(root)) is not None:
            retraction = EnrollmentFactRetracted(fact=fact.event.type)
            said.append(Correction(root, Dated(retraction, fact.occurred_on)))
    return said


def of_seminar(events: Sequence[Envelope], graduating: Sequence[Role]) -> dict[str, Dated]:
    """What a cohort repeats of its seminar, whose journal is given; by the id of the seminar's event."""
    names = {event.root: str(event.id) for event in events if event.corrects is None}
    wanted: dict[str, Dated] = {}
    state: Seminar | None = None
    for fact in history.effective(events):
        state = seminar.apply(state, fact)
        event = _repeated(fact, state, graduating)
        if event is not None:
            wanted[names[fact.root]] = Dated(event, fact.occurred_on)
    return wanted


def _repeated(fact: Envelope, state: Seminar, graduating: Sequence[Role]) -> Event | None:
    ours = {"seminar": fact.subject, "network": state.network}
    match fact.event:
        case SeminarPlanned(edition=edition, capacity=capacity, parts=parts):
            roles = tuple(graduating)
            return CohortOpened(**ours, edition=edition, capacity=capacity, parts=parts, graduating=roles)
        case SeminarPartAdded() | SeminarReplanned() | SeminarPostponed():
            return CohortScheduled(**ours, parts=state.parts)
        case SeminarStarted():
            return CohortConvened(**ours)
        case SeminarCancelled():
            return CohortDissolved(**ours)
    return None


def repeated_key(event: Envelope) -> str | None:
    """The seminar's event that a fact of the cohort repeats: its cause."""
    repeats = isinstance(event.event, CohortOpened | CohortScheduled | CohortConvened | CohortDissolved)
    return str(event.causation) if repeats else None


def of_graduations(graduations: Sequence[Graduation], person: object) -> dict[str, Dated]:
    """What these graduations say of a person: recognised for the first, and one more for each later one."""
    wanted: dict[str, Dated] = {}
    for nth, one in enumerate(sorted(graduations, key=lambda graduation: graduation.on.counts_from)):
        content = {"person": person, "state": one.state, "sector": one.sector, "seminar": one.seminar}
        event = GraduationAdded(**content) if nth else AlumnusRecognised(**content)
        wanted[str(one.seminar) if nth else _FIRST] = Dated(event, one.on)
    return wanted


_FIRST = "first"


def graduation_key(event: Envelope) -> str | None:
    """The recognition is one fact, whatever it was for; a later graduation is known by its seminar."""
    match event.event:
        case AlumnusRecognised():
            return _FIRST
        case GraduationAdded(seminar=id):
            return str(id)
    return None
