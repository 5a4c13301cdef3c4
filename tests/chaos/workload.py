"""Workload: what the clients ask for, drawn from a seed: a mix over states, networks, memberships and corrections.

Many wishes are refused on purpose (a member cannot resume that was not suspended): a refusal must leave no trace.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from aiokafka.partitioner import DefaultPartitioner

from shared.contracts.ids import membership_id, state_id
from shared.contracts.topics import PARTITIONS

STATES = ("ARG", "BOL", "BRA", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "GTM", "MEX", "PER")
FIRST_DAY = date(2012, 1, 1)
LAUNCH = "2011-06-01/2019-12-31"
"""Known so vaguely that every day drawn may be that of the launch, when founding members are admitted."""
DOCUMENT = UUID(int=0xD0C)
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


@dataclass(frozen=True, slots=True)
class Wish:
    """A request: path, body, and whether it needs the version seen last of that aggregate as If-Match."""

    path: str
    body: dict[str, Any]
    edits: UUID | None = None


@dataclass
class Workload:
    """Draws wishes. `versions` is what the clients were told of each aggregate, by id."""

    seed: int
    versions: dict[UUID, int] = field(default_factory=dict)
    _last: dict[UUID, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  (a repeatable choice, not a secret)
        self._counter = count(1)
        self.networks = [self._uuid() for _ in range(4)]
        self.beacons = self._one_a_partition()
        self.victims = {how: self._uuid() for how in ("raise", "kill", "wait", "nap")}
        """Aggregates that a handler with a bug fails on."""

    def setting(self) -> list[Wish]:
        """What must be there first: states, launched networks, and a network on each partition to send beacons with."""
        wishes = [*(self._state(iso3) for iso3 in STATES), self._source()]
        wishes += [self._network(id) for id in (*self.networks, *self.beacons, *self.victims.values())]
        return wishes

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
        )
        return self._random.choices(kinds, (12, 6, 4, 50, 5, 5, 8, 10))[0]()

    def granted(self, wish: Wish, id: UUID, version: int) -> None:
        """Take note: what comes next of this aggregate is drawn from what is likely then."""
        self.versions[id] = max(version, self.versions.get(id, 0))
        self._last[id] = wish.path.rpartition("/")[2]

    def beacon(self, network: UUID) -> Wish:
        """A wish that is always granted, on an aggregate of a known partition."""
        return Wish(f"networks/{network}/set-accession-rule", {"rule": self._random.choice(RULES), **self._on()})

    def _uuid(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)

    def _one_a_partition(self) -> list[UUID]:
        found: dict[int, UUID] = {}
        partition = DefaultPartitioner()
        while len(found) < PARTITIONS:
            id = self._uuid()
            found.setdefault(partition(str(id).encode(), list(range(PARTITIONS)), list(range(PARTITIONS))), id)
        return [found[number] for number in sorted(found)]

    def _on(self) -> dict[str, str]:
        """Mostly a day after all before; sometimes one among them, which the order of facts must bear."""
        latest = next(self._counter) // 4
        back = self._random.randrange(latest + 1) if self._random.random() < 0.1 else 0
        return {"occurred_on": (FIRST_DAY + timedelta(days=latest - back)).isoformat()}

    def _row(self) -> str:
        return f"chaos/{next(self._counter)}"

    def _state(self, iso3: str) -> Wish:
        names = dict.fromkeys(("en", "es", "fr", "pt", "ar"), f"State {iso3}")
        about = {
            "iso3": iso3,
            "iso2": f"X{chr(65 + STATES.index(iso3))}",
            "names": names,
            "region": "latin-america-and-caribbean",
        }
        return Wish("states", {**about, "occurred_on": "1945-10-24", "row": self._row()})

    def _network(self, id: UUID) -> Wish:
        about = {"id": str(id), "slug": f"network-{id.hex[:12]}", "name": f"Network {id.hex[:6]}"}
        known = {"launched": LAUNCH, "accession_rule": RULES[0], "occurred_on": LAUNCH}
        return Wish("networks/record", {**about, **known, "row": self._row()})

    def _source(self) -> Wish:
        about = {"id": str(DOCUMENT), "title": "A document", "address": "https://example.org/document"}
        return Wish("sources", {**about, "occurred_on": "1945-10-24", "row": self._row()})

    def _pair(self) -> tuple[UUID, str]:
        return self._random.choice(self.networks), self._random.choice(STATES)

    def _invite(self) -> Wish:
        network, iso3 = self._pair()
        return Wish("memberships", {"network": str(network), "state": iso3, **self._on()})

    def _found(self) -> Wish:
        """A founding member owes a focal point: a reaction opens its seat, whose deadline has passed long ago."""
        network, iso3 = self._pair()
        on = self._on()
        due = date.fromisoformat(on["occurred_on"]) + timedelta(days=30)
        pair = {"network": str(network), "state": iso3}
        return Wish("memberships/admit-founding-member", {**pair, "focal_point_due": due.isoformat(), **on})

    def _record(self) -> Wish:
        network, iso3 = self._pair()
        status = self._random.choice(("active", "suspended", "inactive", "withdrawn"))
        known = {"network": str(network), "state": iso3, "status": status, "source": str(DOCUMENT)}
        return Wish("memberships/record", {**known, **self._on(), "row": self._row()})

    def _task(self) -> Wish:
        id = self._membership()
        likely = _LIKELY.get(self._last.get(id, ""), _MEMBER_TASKS)
        task = self._random.choice(likely if self._random.random() < 0.8 else _MEMBER_TASKS)
        return Wish(
            f"memberships/{id}/{task}", {**self._on(), **({"document": str(DOCUMENT)} if task == "accede" else {})}
        )

    def _membership(self) -> UUID:
        known = sorted(
            id for network in self.networks for iso3 in STATES if (id := membership_id(network, iso3)) in self.versions
        )
        return self._random.choice(known) if known else membership_id(*self._pair())

    def _rename(self) -> Wish:
        iso3 = self._random.choice(STATES)
        names = dict.fromkeys(("en", "es", "fr", "pt", "ar"), f"State {iso3} {next(self._counter)}")
        return Wish(f"states/{state_id(iso3)}/rename", {"names": names, **self._on()}, edits=state_id(iso3))

    def _conceive(self) -> Wish:
        id = self._uuid()
        return Wish("networks", {"id": str(id), "slug": f"idea-{id.hex[:12]}", "name": "An idea", **self._on()})

    def _rule(self) -> Wish:
        return self.beacon(self._random.choice([*self.networks, *self.victims.values()]))

    def _correct(self) -> Wish:
        id = self._membership()
        change: dict[str, Any] = {"fact": self._random.randint(1, max(1, self.versions.get(id, 1)))}
        change |= {"retract": True} if self._random.random() < 0.2 else self._on()
        return Wish(f"memberships/{id}/correct", {"changes": [change], "reason": "mistake"}, edits=id)
