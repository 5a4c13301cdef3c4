"""The questions of the gateway, each about the objects of every place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.contracts.ids import state_id
from tests.contract.authorization import network_objects as objects
from tests.contract.authorization.enrollment_scenes import person
from tests.contract.authorization.telling import Shown, actors, has_figures, named, with_contact, with_person
from tests.contract.authorization.world import INNER, NONE, OTHER, OWN, Place

_STATES = _NETWORKS = (OWN, OTHER)
_PAIRS = (OWN, INNER, OTHER)
_OF_NETWORKS = _BODIES = (OWN, OTHER, NONE)
_ALL = (OWN, INNER, OTHER, NONE)


@dataclass(frozen=True, slots=True)
class Read:
    """A question: where it is asked for a place's object, and how to tell from the JSON whether that object is shown.

    `whole`: what is not shown is not found. `absent`: the path for an id that is no object's.
    """

    row: str
    places: tuple[Place, ...]
    path: Callable[[Place], str]
    shown: Shown
    whole: bool = False
    absent: Callable[[str], str] | None = None


def _any(told: Any, place: Place) -> bool:
    return bool(told)


def _item(*path: str) -> Callable[[Callable[[Place], Any]], Shown]:
    """Whether one of the items bears the place's value under that key."""

    def bearing(value: Callable[[Place], Any]) -> Shown:
        return lambda told, place: str(value(place)) in {str(_at(item, path)) for item in told["items"]}

    return bearing


def _at(item: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        item = item[step]
    return item


_by_id, _by_state = _item("id"), _item("state")


def _listed(row: str, places: tuple[Place, ...], path: str, shown: Shown) -> Read:
    return Read(row, places, lambda _: path, shown)


def _slug(place: Place) -> str:
    return f"n-{place.network}"


def _history(row: str, places: tuple[Place, ...], kind: str, id: Callable[[Place], UUID]) -> Read:
    return Read(
        row,
        places,
        lambda place: f"/facts/{kind}/{id(place)}/history",
        _any,
        whole=True,
        absent=lambda text: f"/facts/{kind}/{text}/history",
    )


def _facts(row: str, places: tuple[Place, ...], kind: str, id: Callable[[Place], UUID]) -> Read:
    return Read(
        row,
        places,
        lambda place: f"/facts/{kind}/{id(place)}",
        _any,
        whole=True,
        absent=lambda text: f"/facts/{kind}/{text}",
    )


def _one(row: str, places: tuple[Place, ...], head: str, id: Callable[[Place], UUID]) -> Read:
    return Read(
        row, places, lambda place: f"{head}/{id(place)}", _any, whole=True, absent=lambda text: f"{head}/{text}"
    )


def _state(place: Place) -> str:
    return f"/states/{place.state}"


def _timeline(place: Place) -> str:
    return f"/states/{place.state}/timeline"


def _dispatch_history(place: Place) -> str:
    return f"/facts/dispatch/{place.id('dispatch')}/history"


REGISTRY = (
    _listed("overview", (OWN,), "/overview", _any),
    _listed("latest", (OWN,), "/latest", _any),
    _listed("states", _STATES, "/states", _item("iso3")(lambda p: p.state)),
    _listed("states_map", _STATES, "/map/states", _item("iso3")(lambda p: p.state)),
    Read("state", _STATES, _state, _any, whole=True, absent=lambda text: f"/states/{text}"),
    Read("timeline", _STATES, _timeline, _item("kind")(lambda p: "network.state-listed")),
    _listed("networks", _NETWORKS, "/networks", _by_id(objects.network_id)),
    Read(
        "network",
        _NETWORKS,
        lambda p: f"/networks/{_slug(p)}",
        _any,
        whole=True,
        absent=lambda text: f"/networks/{text}",
    ),
    Read("members", _PAIRS, lambda p: f"/networks/{_slug(p)}/members", _by_state(lambda p: p.state)),
    Read("network_seats", _PAIRS, lambda p: f"/networks/{_slug(p)}/seats", _by_id(objects.seat_at)),
    _listed("seats", _PAIRS, "/seats", _by_id(objects.seat_at)),
    Read(
        "changes",
        _PAIRS,
        lambda p: f"/networks/{_slug(p)}/changes?from=2011&to=2020",
        _by_id(objects.membership_at),
    ),
    _listed("editions", _OF_NETWORKS, "/editions", _by_id(lambda p: p.id("edition"))),
    _listed("seminars", _OF_NETWORKS, "/seminars", _by_id(lambda p: p.id("seminar"))),
    Read(
        "seminar",
        _OF_NETWORKS,
        lambda p: f"/seminars/{p.slug}",
        _any,
        whole=True,
        absent=lambda text: f"/seminars/{text}",
    ),
    Read(
        "seminar_timeline",
        _OF_NETWORKS,
        lambda p: f"/seminars/{p.slug}/timeline",
        _item("kind")(lambda p: "enrollment.seminar-planned"),
        whole=True,
        absent=lambda text: f"/seminars/{text}/timeline",
    ),
    _listed("initiatives", _PAIRS, "/initiatives", _by_id(lambda p: p.id("initiative"))),
    _listed("initiative_counts", (OWN,), "/counts/initiatives", _any),
    _one("initiative", _PAIRS, "/initiatives", lambda p: p.id("initiative")),
    Read("meetings", _NETWORKS, lambda p: f"/networks/{_slug(p)}/meetings", _by_id(lambda p: p.id("meeting"))),
    Read("mechanisms", _PAIRS, lambda p: f"/networks/{_slug(p)}/mechanisms", _by_id(lambda p: p.id("mechanism"))),
    _listed("partners", _BODIES, "/partners", _by_id(lambda p: p.id("body"))),
    _listed("bodies", _BODIES, "/bodies", _by_id(lambda p: p.id("body"))),
    _listed("sources", _ALL, "/sources", _by_id(lambda p: p.id("source"))),
    _listed("statements", _BODIES, "/statements", _by_id(lambda p: p.id("statement"))),
    _listed("events", _PAIRS, "/events?after=0", _item("subject")(lambda p: f"membership/{objects.membership_at(p)}")),
    _history("history", _NETWORKS, "network", objects.network_id),
    _facts("facts", _NETWORKS, "network", objects.network_id),
    _listed("objects", _NETWORKS, "/objects/network", _by_id(objects.network_id)),
    _listed("health", (OWN,), "/health", _any),
)
PERSONAL = (
    _listed("alumni", _STATES, "/alumni", _by_state(lambda p: p.state)),
    _listed("alumni_counts", _STATES, "/counts/alumni", lambda told, place: place.state in told["by_state"]),
    Read(
        "person",
        _STATES,
        lambda p: f"/persons/{p.id('person')}",
        lambda told, p: told["id"] == str(p.id("person")),
        whole=True,
        absent=lambda text: f"/persons/{text}",
    ),
    _listed("alumni:name", _STATES, "/alumni", named("person")),
    Read("person:name", _STATES, lambda p: f"/persons/{p.id('person')}", named("id")),
    _listed("view-log", (OWN,), "/view-log", _any),
    Read("state:alumni", _STATES, _state, lambda told, _: told["alumni"]["total"] > 0),
    Read(
        "seminar:counts",
        _STATES,
        lambda p: f"/seminars/{p.slug}",
        lambda told, place: place.state in told["counts_by_state"],
    ),
    Read("seminar:figures", _OF_NETWORKS, lambda p: f"/seminars/{p.slug}", has_figures),
    Read("seminars:figures", _OF_NETWORKS, lambda _: "/seminars", has_figures),
    Read("timeline:persons", _STATES, _timeline, _item("kind")(lambda p: "enrollment.alumnus-recognised")),
    Read("timeline:actor", _STATES, _timeline, actors),
    Read("seminar_timeline:actor", _OF_NETWORKS, lambda p: f"/seminars/{p.slug}/timeline", actors),
    Read("history:actor", _STATES, lambda p: f"/facts/state/{state_id(p.state or '')}/history", actors),
    _history("history:person", _STATES, "person", lambda p: p.id("person")),
    _history("history:alumnus", _STATES, "alumnus", lambda p: p.id("person")),
    _history("history:seat", _PAIRS, "seat", objects.seat_at),
    _history("history:initiative", _PAIRS, "initiative", lambda p: p.id("initiative")),
    _history("history:cohort", _OF_NETWORKS, "cohort", lambda p: p.id("seminar")),
    _listed("dispatches", _PAIRS, "/dispatches", _by_id(lambda p: p.id("dispatch"))),
    _one("dispatch", _PAIRS, "/dispatches", lambda p: p.id("dispatch")),
    Read(
        "dispatch:contact",
        _PAIRS,
        lambda p: f"/dispatches/{p.id('dispatch')}",
        lambda told, p: told.get("contact") == str(p.id("contact")),
    ),
    _listed("tasks", _ALL, "/tasks", _by_id(lambda p: p.id("task"))),
    _listed("tasks:person", _ALL, "/tasks", with_person),
    _history("history:dispatch", _PAIRS, "dispatch", lambda p: p.id("dispatch")),
    _facts("facts:dispatch", _PAIRS, "dispatch", lambda p: p.id("dispatch")),
    Read("history:dispatch-contact", _PAIRS, _dispatch_history, with_contact),
    _history("history:task", _ALL, "task", lambda p: p.id("task")),
    _facts("facts:task", _ALL, "task", lambda p: p.id("task")),
    _history("history:contact-point", _STATES, "contact-point", lambda p: p.id("contact")),
    _facts("facts:contact-point", _STATES, "contact-point", lambda p: p.id("contact")),
    Read("facts:actor", _STATES, lambda p: f"/facts/state/{state_id(p.state or '')}", actors),
    _facts("facts:person", _STATES, "person", lambda p: p.id("person")),
    _facts("facts:seat", _PAIRS, "seat", objects.seat_at),
    _listed("objects:person", _STATES, "/objects/person", _by_id(lambda p: p.id("person"))),
    _listed("objects:seat", _PAIRS, "/objects/seat", _by_id(objects.seat_at)),
    _history("history:access-grant", (NONE,), "access-grant", lambda p: p.id("grant")),
)
READS = (*REGISTRY, *PERSONAL)
PERSONS = [str(given.id) for place in _ALL for given in person(place)] + [
    str(person) for person in (objects.PERSON, objects.FOREIGN_PERSON, objects.ALUMNUS)
]
"""Ids that name persons: where rows by person are not shown, none of them may be."""
