"""The operations of the enrollment service, each at every place."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from services.enrollment.domain.cohort import COHORT
from services.enrollment.domain.edition import EDITION
from services.enrollment.domain.person import PERSON
from services.enrollment.domain.seminar import SEMINAR
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.cohort import CapacityChanged, CohortOpened, ParticipationCompleted, SeatFilled
from shared.contracts.enrollment.edition import EditionDefined, EditionRetired
from shared.contracts.enrollment.person import AddressRecorded, ConsentGiven, PersonRegistered
from shared.contracts.enrollment.seminar import Part, SeminarPlanned, SeminarStarted
from shared.contracts.enrollment.words import Channel, Gender, Level, Purpose, Role, Sector
from shared.contracts.event import Event
from tests.contract.authorization.network_scenes import redated
from tests.contract.authorization.world import NONE, OTHER, OWN, OWN_STATE, Given, Place, Scene

_OF_STATES = (OWN, OTHER)
_OF_NETWORKS = (OWN, OTHER, NONE)
_DATE = {"occurred_on": "2012-09-01"}
_CAPACITY = {Role.PARTICIPANT: 2}
_POST: dict[str, Any] = {"sector": "justice", "level": "middle"}
_PART: dict[str, Any] = {"code": "second", "place": "Kigali", "dates": "2013-05-01/2013-05-03"}


def person(place: Place, *events: Event) -> Iterable[Given]:
    """Somebody in a post of the place's state (of the caller's, where the place has none)."""
    post = {"sector": Sector.JUSTICE, "level": Level.MIDDLE, "gender": Gender.UNKNOWN}
    registered = PersonRegistered(state=place.state or OWN_STATE, **post)
    yield Given(PERSON, place.id("person"), [registered, *events])


def agreeing(place: Place) -> Iterable[Given]:
    """Who agreed to be listed."""
    return person(place, ConsentGiven(person=place.id("person"), purpose=Purpose.DIRECTORY))


def reached(place: Place) -> Iterable[Given]:
    """Who has a contact point."""
    return person(place, AddressRecorded(person=place.id("person"), contact=place.id("contact"), channel=Channel.EMAIL))


def edition(place: Place) -> Iterable[Given]:
    """An edition of the place's network, or worldwide."""
    defined = EditionDefined(slug=place.slug, name=place.text, sectors=(Sector.JUSTICE,), network=place.network)
    yield Given(EDITION, place.id("edition"), [defined])


def retired(place: Place) -> Iterable[Given]:
    """The same, of which no seminar is planned any more."""
    for given in edition(place):
        ended = EditionRetired(slug=place.slug, network=place.network)
        yield Given(given.kind, given.id, [*given.events, ended])


def seminar(place: Place, *events: type[Event]) -> Iterable[Given]:
    """A seminar of that edition."""
    yield from edition(place)
    whose = {"edition": place.id("edition"), "network": place.network}
    planned = SeminarPlanned(slug=place.slug, title=place.text, parts=(part(place),), capacity=_CAPACITY, **whose)
    later = [event(**whose) for event in events]
    yield Given(SEMINAR, place.id("seminar"), [planned, *later], date(2012, 3, 1))


def part(place: Place) -> Part:
    """Its first part."""
    return Part(code="first", place=place.text, dates=PartialDate.parse("2012-10-01/2012-10-03"))


def cohort(place: Place, *events: Event) -> Iterable[Given]:
    """Its cohort, and somebody who may have a seat in it."""
    yield from seminar(place)
    yield from person(place)
    opened = CohortOpened(
        **_cohort(place),
        edition=place.id("edition"),
        capacity=_CAPACITY,
        parts=(part(place),),
        graduating=(Role.PARTICIPANT,),
    )
    yield Given(COHORT, place.id("seminar"), [opened, *events], date(2012, 4, 1))


def _cohort(place: Place) -> dict[str, Any]:
    return {"seminar": place.id("seminar"), "network": place.network}


def _seat(place: Place) -> dict[str, Any]:
    return {"person": place.id("person"), "role": Role.PARTICIPANT, "state": place.state or OWN_STATE}


def seated(place: Place) -> Iterable[Given]:
    """The cohort with that person in it."""
    return cohort(place, SeatFilled(**_cohort(place), **_seat(place)))


def completed(place: Place) -> Iterable[Given]:
    """Who came to the end."""
    seat = {**_cohort(place), **_seat(place)}
    return cohort(place, SeatFilled(**seat), ParticipationCompleted(**seat))


def _is(place: Place) -> Mapping[str, Any]:
    return {"person": place.id("person")}


def _of_seminar(place: Place) -> Mapping[str, Any]:
    return {**_DATE, "seminar": place.id("seminar")}


def _edition(place: Place) -> Mapping[str, Any]:
    return {"slug": place.slug, "name": place.text, "sectors": ["justice"], "network": place.network}


def _seminar(place: Place) -> Mapping[str, Any]:
    plan = {"parts": [_PART], "capacity": {"participant": 2}}
    return {"slug": place.slug, "title": place.text, "edition": place.id("edition"), **plan}


def _past_seminar(place: Place) -> Mapping[str, Any]:
    parts = [{**_PART, "dates": "2012-08-01/2012-08-03"}]
    return {**_seminar(place), "id": place.id("seminar"), "occurred_on": "2012-08-01", "parts": parts}


def _post(place: Place) -> Mapping[str, Any]:
    return {"state": place.state, **_POST}


def _nobody(place: Place) -> Iterable[Given]:
    return ()


def _person_id(place: Place) -> UUID:
    return place.id("person")


def _edition_id(place: Place) -> UUID:
    return place.id("edition")


def _seminar_id(place: Place) -> UUID:
    return place.id("seminar")


PERSONS = (
    Scene("RegisterPerson", _OF_STATES, _nobody, _post),
    Scene(
        "RecordPerson",
        _OF_STATES,
        _nobody,
        lambda p: {**_DATE, **_post(p), "id": p.id("person"), "gender": "unknown"},
    ),
    Scene("RecordPost", _OF_STATES, person, lambda p: {**_post(p), "level": "senior"}, id=_person_id),
    Scene("LeavePost", _OF_STATES, person, id=_person_id),
    Scene("RecordName", _OF_STATES, person, lambda p: {"given_name": "A", "family_name": "B"}, id=_person_id),
    Scene("RecordPostDetails", _OF_STATES, person, lambda p: {"rank": "A"}, id=_person_id),
    Scene(
        "RecordAddress",
        _OF_STATES,
        person,
        lambda p: {"contact": p.id("contact"), "channel": "phone", "address": "+5491112345678"},
        id=_person_id,
    ),
    Scene("RemoveAddress", _OF_STATES, reached, lambda p: {"contact": p.id("contact")}, id=_person_id),
    Scene("GiveConsent", _OF_STATES, person, lambda p: {"purpose": "directory"}, id=_person_id),
    Scene("WithdrawConsent", _OF_STATES, agreeing, lambda p: {"purpose": "directory"}, id=_person_id),
    Scene("ChooseLanguage", _OF_STATES, person, lambda p: {"language": "es"}, id=_person_id),
    Scene("CorrectPersons", _OF_STATES, agreeing, redated(2, "2012-01-12"), id=_person_id, fact=2),
    Scene("CorrectPersons", _OF_STATES, person, redated(1, "2012-01-02"), id=_person_id, fact=1),
)
EDITIONS = (
    Scene("DefineEdition", _OF_NETWORKS, _nobody, _edition),
    Scene(
        "RecordEdition",
        _OF_NETWORKS,
        _nobody,
        lambda p: {**_DATE, **_edition(p), "id": p.id("edition")},
    ),
    Scene("RetireEdition", _OF_NETWORKS, edition, id=_edition_id),
    Scene("CorrectEditions", _OF_NETWORKS, edition, redated(1, "2012-01-02"), id=_edition_id, fact=1),
    Scene("CorrectEditions", _OF_NETWORKS, retired, redated(2, "2012-01-12"), id=_edition_id, fact=2),
)
SEMINARS = (
    Scene("PlanSeminar", _OF_NETWORKS, edition, _seminar),
    Scene("RecordSeminar", _OF_NETWORKS, edition, _past_seminar),
    Scene("AddPart", _OF_NETWORKS, seminar, lambda p: {"part": _PART}, id=_seminar_id),
    Scene("ReplanSeminar", _OF_NETWORKS, seminar, lambda p: {"parts": [_PART]}, id=_seminar_id),
    Scene("PostponeSeminar", _OF_NETWORKS, seminar, id=_seminar_id),
    Scene("StartSession", _OF_NETWORKS, seminar, id=_seminar_id),
    Scene("CompleteSeminar", _OF_NETWORKS, lambda p: seminar(p, SeminarStarted), id=_seminar_id),
    Scene("CancelSeminar", _OF_NETWORKS, seminar, id=_seminar_id),
    Scene("CorrectSeminars", _OF_NETWORKS, seminar, redated(1, "2012-03-02"), id=_seminar_id, fact=1),
)
COHORTS = (
    Scene("ChangeCapacity", _OF_NETWORKS, cohort, lambda p: {"capacity": {"participant": 3}}, id=_seminar_id),
    Scene("FillSeat", _OF_NETWORKS, cohort, _seat, id=_seminar_id),
    Scene("ReleaseSeat", _OF_NETWORKS, seated, lambda p: {**_is(p), "reason": "no-show"}, id=_seminar_id),
    Scene(
        "MarkAttendance",
        _OF_NETWORKS,
        seated,
        lambda p: {**_is(p), "part": "first", "attendance": "present"},
        id=_seminar_id,
    ),
    Scene("CompleteParticipation", _OF_NETWORKS, seated, _is, id=_seminar_id),
    Scene("Graduate", _OF_NETWORKS, completed, _is, id=_seminar_id),
    Scene(
        "RecordDelegation",
        _OF_NETWORKS,
        cohort,
        lambda p: {**_of_seminar(p), "state": p.state or OWN_STATE, "presence": "present"},
    ),
    Scene("RecordParticipation", _OF_NETWORKS, cohort, lambda p: {**_of_seminar(p), **_seat(p)}),
    Scene("RecordGraduation", _OF_NETWORKS, seated, lambda p: {**_of_seminar(p), **_is(p)}),
    Scene("RecordHeadcount", _OF_NETWORKS, cohort, lambda p: {**_of_seminar(p), "role": "participant", "persons": 2}),
    *(
        Scene(
            "CorrectCohorts",
            _OF_NETWORKS,
            lambda p: cohort(p, CapacityChanged(capacity={Role.PARTICIPANT: 3}, **_cohort(p))),
            redated(fact, on),
            id=_seminar_id,
            fact=fact,
        )
        for fact, on in ((1, "2012-04-02"), (2, "2012-04-12"))
    ),
)
SCENES = (*PERSONS, *EDITIONS, *SEMINARS, *COHORTS)
