"""Workload: what the clients ask for, drawn from a seed: a mix over states, networks, memberships and corrections.

Many wishes are refused on purpose (a member cannot resume that was not suspended): a refusal must leave no trace.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from aiokafka.partitioner import DefaultPartitioner

from shared.contracts.ids import membership_id, state_id
from shared.contracts.topics import PARTITIONS
from tests.chaos.cooperation import Cooperation
from tests.chaos.history import Asked
from tests.chaos.letters import Letters
from tests.chaos.people import People
from tests.chaos.wishes import DOCUMENT, STATES, Draw, Wish

LAUNCH = "2011-06-01/2019-12-31"
"""Known so vaguely that every day drawn may be that of the launch, when founding members are admitted."""
RULES = ("participation-and-promise", "founding-document", "treaty")
_MEMBER_TASKS = ("declare-intent", "accede", "suspend", "resume", "lapse", "withdraw")
_AFTER_ACCESSION = ("suspend", "lapse", "withdraw")
_LIKELY: Mapping[str, tuple[str, ...]] = {
    "memberships": ("declare-intent", "accede"),
    "declare-intent": ("accede",),
    "accede": _AFTER_ACCESSION,
    "resume": _AFTER_ACCESSION,
    "admit-founding-member": _AFTER_ACCESSION,
    "suspend": ("resume", "lapse"),
    "lapse": ("declare-intent",),
    "withdraw": ("declare-intent",),
}
"""What is mostly granted after what."""


class Workload:
    """Draws wishes: of the network service here, and of the groups that people, cooperation and letters are."""

    def __init__(self, seed: int) -> None:
        self.draws = Draw(seed)
        self._random = self.draws.random
        self.networks = [self.draws.uuid() for _ in range(4)]
        self.beacons = self._one_a_partition()
        self.victims = {how: self.draws.uuid() for how in ("raise", "kill", "wait", "nap")}
        """Aggregates that a handler with a bug fails on."""
        self.people = People(self.draws)
        self.cooperation = Cooperation(self.draws, self.networks, self.people)
        self.letters = Letters(self.draws, self.networks, self.people)

    def setting(self) -> list[Wish]:
        """What must be there first: states, launched networks, and a network on each partition to send beacons with."""
        wishes = [*(self._state(iso3) for iso3 in STATES), self._source()]
        networks = (*self.networks, *self.beacons, *self.victims.values(), self.letters.network)
        return [*wishes, *(self._network(id) for id in networks), *self.cooperation.setting()]

    def draw(self) -> Wish:
        """The next wish."""
        kinds = (
            self._invite,
            self._found,
            self._record,
            self._task,
            self._rename,
            self._conceive,
            self._rule,
            self._correct,
            self.people.draw,
            self.cooperation.draw,
            self.letters.draw,
        )
        return self._random.choices(kinds, (8, 5, 3, 30, 3, 3, 5, 8, 15, 15, 10))[0]()

    def granted(self, wish: Wish, asked: Asked) -> None:
        """Take note of it."""
        self.draws.granted(wish, UUID(asked.answer["id"]), asked.answer["version"])
        self.letters.granted(wish, asked.answer["events"])

    def beacon(self, network: UUID) -> Wish:
        """A wish that is always granted, on an aggregate of a known partition."""
        return Wish(f"networks/{network}/set-accession-rule", {"rule": self._random.choice(RULES), **self.draws.on()})

    def _one_a_partition(self) -> list[UUID]:
        found: dict[int, UUID] = {}
        partition = DefaultPartitioner()
        while len(found) < PARTITIONS:
            id = self.draws.uuid()
            found.setdefault(partition(str(id).encode(), list(range(PARTITIONS)), list(range(PARTITIONS))), id)
        return [found[number] for number in sorted(found)]

    def _state(self, iso3: str) -> Wish:
        names = dict.fromkeys(("en", "es", "fr", "pt", "ar"), f"State {iso3}")
        about = {
            "iso3": iso3,
            "iso2": f"X{chr(65 + STATES.index(iso3))}",
            "names": names,
            "region": "latin-america-and-caribbean",
        }
        return Wish("states", {**about, "occurred_on": "1945-10-24", "row": self.draws.row()})

    def _network(self, id: UUID) -> Wish:
        about = {"id": str(id), "slug": f"network-{id.hex[:12]}", "name": f"Network {id.hex[:6]}"}
        known = {"launched": LAUNCH, "accession_rule": RULES[0], "occurred_on": LAUNCH}
        return Wish("networks/record", {**about, **known, "row": self.draws.row()})

    def _source(self) -> Wish:
        about = {"id": str(DOCUMENT), "title": "A document", "address": "https://example.org/document"}
        return Wish("sources", {**about, "occurred_on": "1945-10-24", "row": self.draws.row()})

    def _pair(self) -> tuple[UUID, str]:
        return self._random.choice(self.networks), self._random.choice(STATES)

    def _invite(self) -> Wish:
        network, iso3 = self._pair()
        return Wish("memberships", {"network": str(network), "state": iso3, **self.draws.on()})

    def _found(self) -> Wish:
        """A founding member owes a focal point: a reaction opens its seat, whose deadline has passed long ago."""
        network, iso3 = self._pair()
        on = self.draws.on()
        due = date.fromisoformat(on["occurred_on"]) + timedelta(days=30)
        pair = {"network": str(network), "state": iso3}
        return Wish("memberships/admit-founding-member", {**pair, "focal_point_due": due.isoformat(), **on})

    def _record(self) -> Wish:
        network, iso3 = self._pair()
        status = self._random.choice(("active", "suspended", "inactive", "withdrawn"))
        known = {"network": str(network), "state": iso3, "status": status, "source": str(DOCUMENT)}
        return Wish("memberships/record", {**known, **self.draws.on(), "row": self.draws.row()})

    def _task(self) -> Wish:
        id = self._membership()
        task = self.draws.likely(_LIKELY.get(self.draws.last.get(id, ""), ()), _MEMBER_TASKS)
        return Wish(
            f"memberships/{id}/{task}", {**self.draws.on(), **({"document": str(DOCUMENT)} if task == "accede" else {})}
        )

    def _membership(self) -> UUID:
        known = sorted(
            id
            for network in self.networks
            for iso3 in STATES
            if (id := membership_id(network, iso3)) in self.draws.versions
        )
        return self._random.choice(known) if known else membership_id(*self._pair())

    def _rename(self) -> Wish:
        iso3 = self._random.choice(STATES)
        names = dict.fromkeys(("en", "es", "fr", "pt", "ar"), f"State {iso3} {self.draws.number()}")
        return Wish(f"states/{state_id(iso3)}/rename", {"names": names, **self.draws.on()}, edits=state_id(iso3))

    def _conceive(self) -> Wish:
        id = self.draws.uuid()
        return Wish("networks", {"id": str(id), "slug": f"idea-{id.hex[:12]}", "name": "An idea", **self.draws.on()})

    def _rule(self) -> Wish:
        return self.beacon(self._random.choice([*self.networks, *self.victims.values()]))

    def _correct(self) -> Wish:
        id = self._membership()
        change: dict[str, Any] = {"fact": self._random.randint(1, max(1, self.draws.versions.get(id, 1)))}
        change |= {"retract": True} if self._random.random() < 0.2 else self.draws.on()
        return Wish(f"memberships/{id}/correct", {"changes": [change], "reason": "mistake"}, edits=id)
