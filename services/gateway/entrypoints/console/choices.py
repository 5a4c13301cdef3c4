"""Choices: what a filter of a page offers."""

from collections.abc import Iterable

from services.gateway.application.alphabets import sort_keys
from services.gateway.entrypoints.console.language.speech import Speech
from services.gateway.entrypoints.console.models import ViewModel


class Choice(ViewModel):
    """A network or an edition, by its slug."""

    slug: str
    name: str


def in_order(states: Iterable[str], chosen: str | None, speech: Speech) -> tuple[str, ...]:
    """States by their codes in the order of their names, the chosen one among them even if nothing of it is there."""
    offered = {*states, *([chosen] if chosen else [])}
    keys = {iso3: sort_keys({speech.language: speech.state(iso3)})[speech.language] for iso3 in offered}
    return tuple(sorted(offered, key=keys.__getitem__))
