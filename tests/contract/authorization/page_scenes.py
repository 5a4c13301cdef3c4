"""The pages of the console, each at the objects of every place: the address of a row of expected.csv."""

from collections.abc import Callable

from services.gateway.application.views.table import VIEWS
from tests.contract.authorization import network_objects as objects
from tests.contract.authorization.world import Place

_PLACED: dict[str, Callable[[Place], object]] = {
    "/states/{iso3}": lambda p: p.state,
    "/networks/{slug}": lambda p: f"n-{p.network}",
    "/networks/{slug}/meetings": lambda p: f"n-{p.network}",
    "/networks/{slug}/mechanisms": lambda p: f"n-{p.network}",
    "/seminars/{slug}": lambda p: p.slug,
    "/initiatives/{id}": lambda p: p.id("initiative"),
    "/people/{id}": lambda p: p.id("person"),
    "/messages/{id}": lambda p: p.id("dispatch"),
    "/history/network/{id}": objects.network_id,
    "/history/person/{id}": lambda p: p.id("person"),
    "/history/seat/{id}": objects.seat_at,
    "/history/initiative/{id}": lambda p: p.id("initiative"),
    "/history/task/{id}": lambda p: p.id("task"),
}
"""What stands for the part in braces."""
ELSEWHERE = {
    "/people/search": "a search is sent by a form; opened by its address it leads to the directory",
    "/operations/dead-letters/{service}/{id}": "as the list of them; an unknown one is not found (component tests)",
    **{f"/{kind}/{{id}}": "leads to the page of that object, which judges (component tests)" for kind in VIEWS},
    "/do/{service}/{collection}": "one form for every command: three of its addresses are rows; the command is judged itself",
    "/do/{service}/{collection}/{task}": "the same",
    "/do/{service}/{collection}/{id}/{task}": "the same",
}


def address(path: str, place: Place, text: str | None = None) -> str:
    """The address of the place's object; `text` instead of its id for one that is no object's."""
    if path not in _PLACED:
        return path
    head, _, tail = path.partition("{")
    return f"{head}{_PLACED[path](place) if text is None else text}{tail.partition('}')[2]}"


def has_objects(path: str) -> bool:
    """Whether the page is about one object."""
    return path in _PLACED
