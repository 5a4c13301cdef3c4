"""The operations of the network service on meetings, agreements and mechanisms, each at every place."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.network.domain.agreement import AGREEMENT
from services.network.domain.mechanism import MECHANISM
from services.network.domain.meeting import MEETING
from shared.contracts.dates import PartialDate
from shared.contracts.event import Event
from shared.contracts.network.agreement import (
    AgreementDrafted,
    AgreementKind,
    AgreementSigned,
    AgreementSuspended,
)
from shared.contracts.network.mechanism import MechanismAnnounced, MechanismEstablished
from shared.contracts.network.meeting import DelegationAttended, MeetingConcluded, MeetingScheduled
from tests.contract.authorization import network_objects as objects
from tests.contract.authorization.network_scenes import redated
from tests.contract.authorization.world import INNER, NONE, OTHER, OWN, Given, Place, Scene

_NETWORKS = (OWN, OTHER)
_PAIRS = (OWN, INNER, OTHER)
_PARTNERS = (OWN, OTHER, NONE)
_DATE = {"occurred_on": "2012-03-01"}
_WHY = {"reason": "no means"}
Steps = Callable[[Place], tuple[Event, ...]]


def _nothing(place: Place) -> tuple[Event, ...]:
    return ()


def _scheduled(place: Place) -> Mapping[str, Any]:
    return {"network": place.network, "name": place.text, "dates": "2012-01-01", "place": place.text}


def meeting(place: Place, *events: Event) -> Iterable[Given]:
    """A meeting of a network of members."""
    yield from objects.member(place)
    said = {**_scheduled(place), "dates": PartialDate.parse("2012-01-01")}
    yield Given(MEETING, place.id("meeting"), [MeetingScheduled(**said), *events])


def _came(place: Place) -> tuple[Event, ...]:
    return (DelegationAttended(**place.pair),)


def _over(place: Place) -> tuple[Event, ...]:
    return *_came(place), MeetingConcluded(network=objects.network_id(place), counted=1)


def _held(place: Place) -> Mapping[str, Any]:
    known = {"delegations": [place.state], "counted": 1, "id": place.id("new")}
    return {**_DATE, "network": place.network, "name": place.text, "place": place.text, **known}


def _meetings(
    operation: str, steps: Steps, body: Callable[[Place], Mapping[str, Any]], fact: int | None = None
) -> Scene:
    return Scene(
        operation,
        _NETWORKS,
        lambda p: meeting(p, *steps(p)),
        body,
        id=lambda p: p.id("meeting"),
        fact=fact,
    )


MEETINGS = (
    Scene("ScheduleMeeting", _NETWORKS, objects.network, _scheduled),
    Scene("RecordMeeting", _NETWORKS, objects.network, _held),
    _meetings("AddDelegation", _nothing, lambda p: {"state": p.state}),
    _meetings("ConcludeMeeting", _came, lambda p: {}),
    Scene(
        "AdoptMinutes",
        _NETWORKS,
        lambda p: [*objects.source(p), *meeting(p, *_over(p))],
        lambda p: {"document": p.id("source")},
        id=lambda p: p.id("meeting"),
    ),
    _meetings("CancelMeeting", _nothing, lambda p: _WHY),
    _meetings("CorrectMeetings", _over, redated(1, "2012-01-02"), fact=1),
    _meetings("CorrectMeetings", _over, redated(3, "2012-01-22"), fact=3),
)


def _drafted(place: Place) -> dict[str, Any]:
    about = {"kind": "supporter", "scope": "seminars", "title": place.text}
    return {"body": place.id("body"), "network": place.network, **about}


def _of(place: Place) -> dict[str, Any]:
    return {"body": place.id("body"), "network": place.network}


def _partner(place: Place) -> Iterable[Given]:
    yield from objects.network(place) if place.network else ()
    yield from objects.body(place)


def agreement(place: Place, *events: Event) -> Iterable[Given]:
    """An agreement with a partner, drafted."""
    yield from _partner(place)
    said = {**_drafted(place), "kind": AgreementKind.SUPPORTER}
    yield Given(AGREEMENT, place.id("agreement"), [AgreementDrafted(**said), *events])


def _signed(place: Place) -> tuple[Event, ...]:
    return (AgreementSigned(**_of(place), until=PartialDate.parse("2012-12-31").latest),)


def _suspended(place: Place) -> tuple[Event, ...]:
    return *_signed(place), AgreementSuspended(**_of(place), reason=place.text)


def _agreements(operation: str, steps: Steps, body: Mapping[str, Any], fact: int | None = None) -> Scene:
    return Scene(
        operation,
        _PARTNERS,
        lambda p: agreement(p, *steps(p)),
        lambda p: body,
        id=lambda p: p.id("agreement"),
        fact=fact,
    )


AGREEMENTS = (
    Scene("DraftAgreement", _PARTNERS, _partner, _drafted),
    Scene("RecordAgreement", _PARTNERS, _partner, lambda p: {**_DATE, **_drafted(p), "id": p.id("new")}),
    _agreements("SignAgreement", _nothing, {}),
    _agreements("AmendAgreement", _signed, {"until": "2040-12-31"}),
    _agreements("SuspendAgreement", _signed, {**_WHY, "occurred_on": "2012-02-01"}),
    _agreements("ResumeAgreement", _suspended, {"occurred_on": "2012-03-01"}),
    _agreements("ExpireAgreement", _signed, {}),
    _agreements("TerminateAgreement", _signed, _WHY),
    _agreements("CorrectAgreements", _signed, redated(2, "2012-01-12")(OWN), fact=2),
)


def _announced(place: Place) -> dict[str, Any]:
    return {**place.pair, "name": place.text}


def _member(place: Place) -> Iterable[Given]:
    yield from objects.member(place)
    yield from objects.body(place)


def mechanism(place: Place, *events: Event) -> Iterable[Given]:
    """A mechanism of a member, announced."""
    yield from _member(place)
    yield Given(MECHANISM, place.id("mechanism"), [MechanismAnnounced(**_announced(place)), *events])


def _established(place: Place) -> tuple[Event, ...]:
    return (MechanismEstablished(**place.pair),)


def _mechanisms(
    operation: str, steps: Steps, body: Callable[[Place], Mapping[str, Any]], fact: int | None = None
) -> Scene:
    return Scene(
        operation,
        _PAIRS,
        lambda p: mechanism(p, *steps(p)),
        body,
        id=lambda p: p.id("mechanism"),
        fact=fact,
    )


MECHANISMS = (
    Scene("AnnounceMechanism", _PAIRS, _member, _announced),
    Scene(
        "RecordMechanism",
        _PAIRS,
        _member,
        lambda p: {**_DATE, **_announced(p), "stage": "established", "id": p.id("new")},
    ),
    _mechanisms("EstablishMechanism", _nothing, lambda p: {}),
    _mechanisms("AddInstitution", _established, lambda p: {"body": p.id("body")}),
    _mechanisms("DissolveMechanism", _established, lambda p: _WHY),
    _mechanisms("CorrectMechanisms", _established, redated(1, "2012-01-02"), fact=1),
)
SCENES = (*MEETINGS, *AGREEMENTS, *MECHANISMS)
