"""Cohort: who has a seat, who came, who graduated, counted by role and by state. Seats name persons and stay inside.

`states` and `bodies` tell who took part: what is documented outranks what is made up, and one sign of presence is enough.
Signs are delegations, and the seats of officials once the seminar began. Figures are {total, documented, synthetic}.
"""

from collections.abc import Iterable, Iterator

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.enrollment.cohort import (
    AttendanceMarked,
    CapacityChanged,
    CohortConvened,
    CohortDissolved,
    CohortOpened,
    CohortScheduled,
    DelegationRecorded,
    HeadCounted,
    ParticipantGraduated,
    ParticipationCompleted,
    SeatFilled,
    SeatReleased,
)
from shared.contracts.event import Envelope

_OFFICIALS = {"participant", "fellow"}
"""Roles in which somebody comes for a state; who teaches or observes does not."""
_ABOUT_COHORT = {"seminar", "network"}


def fold(document: Document | None, fact: Envelope) -> Document:
    """The cohort's document after one more fact."""
    after: Document = {**(document or _empty()), **evidence(document, fact)}
    told = fact.event.model_dump(mode="json")
    on, documented = str(fact.occurred_on), not fact.provenance.synthetic
    match fact.event:
        case CohortOpened():
            after |= {**told, "status": "forming"}
        case CohortScheduled():
            after["parts"] = told["parts"]
        case CapacityChanged():
            after["capacity"] = told["capacity"]
        case CohortConvened():
            after |= {"status": "in_session", "convened": on}
            for state in sorted({seat["state"] for seat in after["seats"].values()}):
                after["states"] = _states(after, state)
        case CohortDissolved():
            after["status"] = "dissolved"
        case HeadCounted():
            after["headcounts"] = [*after["headcounts"], _about(told, on=on, documented=documented)]
        case DelegationRecorded():
            after |= _visited(after, _about(told, on=on, documented=documented))
        case SeatFilled() | SeatReleased() | AttendanceMarked() | ParticipationCompleted() | ParticipantGraduated():
            seat = after["seats"].get(told["person"]) or _seat(told)
            seat = {**seat, "documented": seat["documented"] or documented}
            after |= _reseated(after, told, _seat_after(seat, fact, told))
    return after


def _empty() -> Document:
    return {
        "convened": None,
        "seats": {},
        "delegations": {},
        "headcounts": [],
        "counts": {},
        "counts_by_state": {},
        "graduations": figure(()),
        "states": {},
        "bodies": {},
    }


def _about(told: Document, **more: object) -> Document:
    return {**{name: value for name, value in told.items() if name not in _ABOUT_COHORT}, **more}


def _seat(told: Document) -> Document:
    held = {"role": told["role"], "state": told["state"], "attendance": {}, "documented": False}
    return {**held, "completed": None, "graduated": None, "graduation_documented": False}


def _seat_after(seat: Document, fact: Envelope, told: Document) -> Document | None:
    on = str(fact.occurred_on)
    match fact.event:
        case SeatReleased():
            return None
        case AttendanceMarked():
            return {**seat, "attendance": {**seat["attendance"], told["part"]: told["attendance"]}}
        case ParticipationCompleted():
            return {**seat, "completed": on}
        case ParticipantGraduated():
            return {**seat, "graduated": on, "graduation_documented": not fact.provenance.synthetic}
    return seat


def _reseated(before: Document, told: Document, seat: Document | None) -> Document:
    """The seats with one changed, and everything that is counted from them."""
    person, role, state = told["person"], told["role"], told["state"]
    seats = {other: held for other, held in before["seats"].items() if other != person}
    if seat is not None:
        seats[person] = seat
    held = list(seats.values())
    theirs = [one["role"] for one in held if one["state"] == state]
    return {
        "seats": seats,
        "counts": {**before["counts"], role: figure(one["documented"] for one in held if one["role"] == role)},
        "counts_by_state": {
            **before["counts_by_state"],
            state: {one: theirs.count(one) for one in sorted(set(theirs))},
        },
        "graduations": figure(one["graduation_documented"] for one in held if one["graduated"]),
        "states": _states({**before, "seats": seats}, state),
    }


def _visited(before: Document, delegation: Document) -> Document:
    """The delegations with one more, and what it says of its state or body."""
    state, body = delegation["state"], delegation["body"]
    key = f"{state or body}/{delegation['part'] or ''}"
    after = {**before, "delegations": {**before["delegations"], key: delegation}}
    if state is not None:
        return {"delegations": after["delegations"], "states": _states(after, state)}
    told = _told([one for one in after["delegations"].values() if one["body"] == body])
    return {"delegations": after["delegations"], "bodies": {**before["bodies"], body: told}}


def _states(cohort: Document, state: str) -> Document:
    """Who took part, with one state looked at again."""
    sent = [one for one in cohort["delegations"].values() if one["state"] == state]
    came = [sign for seat in cohort["seats"].values() if seat["state"] == state for sign in _signs(seat, cohort)]
    others = {other: told for other, told in cohort["states"].items() if other != state}
    return {**others, state: _told([*sent, *came])} if sent or came else others


def _signs(seat: Document, cohort: Document) -> Iterator[Document]:
    """What one seat tells of its state: by part as attendance was marked, else by the fact that the seminar began."""
    if seat["role"] not in _OFFICIALS:
        return
    for part, attendance in seat["attendance"].items():
        presence = "present" if attendance == "present" else "absent"
        yield {"part": part, "presence": presence, "documented": seat["documented"]}
    if seat["completed"] or (cohort["convened"] and not seat["attendance"]):
        yield {"part": None, "presence": "present", "documented": seat["documented"]}


def _told(signs: list[Document]) -> Document:
    """What signs of presence say together, for the whole and for each part."""
    parts = sorted({sign["part"] for sign in signs if sign["part"] is not None})
    by_part = {part: _strongest([sign for sign in signs if sign["part"] == part])[0] for part in parts}
    presence, documented = _strongest(signs)
    return {"presence": presence, "documented": documented, "parts": by_part}


def _strongest(signs: list[Document]) -> tuple[str, bool]:
    documented = [sign for sign in signs if sign["documented"]]
    present = any(sign["presence"] == "present" for sign in documented or signs)
    return "present" if present else "absent", bool(documented)


def figure(documented: Iterable[bool]) -> Document:
    """How many there are, and how many of them are documented and made up; one flag for each."""
    flags = list(documented)
    return {"total": len(flags), "documented": sum(flags), "synthetic": len(flags) - sum(flags)}


VIEW = View(kind="cohort", fold=fold)
