"""What of an answer shows that a place's object is told in it: actors, figures, persons, contacts, names."""

from collections.abc import Callable
from typing import Any

from tests.contract.authorization.world import Place
from tests.support.feed import RECORDER

NAME = "Canary-Name"
Shown = Callable[[Any, Place], bool]


def actors(told: Any, place: Place) -> bool:
    return str(RECORDER) in str(told)


def has_figures(told: Any, place: Place) -> bool:
    """Whether the counts and graduations of the place's seminar are told; both or none are."""
    items = told.get("items", [told])
    (shown,) = [item for item in items if item["id"] == str(place.id("seminar"))]
    counted = sum(figure["total"] for figure in shown["counts"].values())
    assert counted >= shown["graduations"]["total"]
    return bool(counted)


def with_person(told: Any, place: Place) -> bool:
    """Whether the place's task says whom no message reached."""
    persons = {item["id"]: item.get("person") for item in told["items"]}
    return persons.get(str(place.id("task"))) == str(place.id("person"))


def with_contact(told: Any, place: Place) -> bool:
    return str(place.id("contact")) in str(told)


def named(member: str) -> Shown:
    """Whether the place's person is told with the name that enrollment tells of everybody it is asked about."""
    return lambda told, place: any(
        item["name"]["family_name"] == NAME
        for item in told.get("items", [told])
        if item[member] == str(place.id("person"))
    )
