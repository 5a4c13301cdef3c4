"""Choices: what a filter of a page offers, and what things are called that rows name by a key."""

from collections.abc import Iterable
from uuid import UUID

from services.gateway.application.alphabets import sort_keys
from services.gateway.entrypoints.console.language.speech import Speech
from services.gateway.entrypoints.console.models import ViewModel
from services.gateway.entrypoints.console.visit import Told


class Choice(ViewModel):
    """A network or an edition, by its slug."""

    slug: str
    name: str


class Network(Choice):
    """A network with its id, as commands want it."""

    id: UUID


class OfNetworks(ViewModel):
    """A view whose rows name networks by their slugs, and whose filter offers them."""

    networks: tuple[Choice, ...]

    @property
    def names(self) -> dict[str, str]:
        """Names of networks by slug."""
        return {network.slug: network.name for network in self.networks}


def named(told: Told, key: str) -> dict[str, str]:
    """Names of the items of an answer by one of their members: `id` or `slug`."""
    return {item[key]: item["name"] for item in told["items"]}


def in_order(states: Iterable[str], chosen: str | None, speech: Speech) -> tuple[str, ...]:
    """States by their codes in the order of their names, the chosen one among them even if nothing of it is there."""
    offered = {*states, *([chosen] if chosen else [])}
    keys = {iso3: sort_keys({speech.language: speech.state(iso3)})[speech.language] for iso3 in offered}
    return tuple(sorted(offered, key=keys.__getitem__))
