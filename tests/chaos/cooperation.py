"""Cooperation in the mix: meetings with delegations and minutes, agreements with partners, mechanisms, and seats of persons."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.contracts.ids import seat_id
from tests.chaos.people import People
from tests.chaos.wishes import DOCUMENT, FIRST_DAY, STATES, Draw, Wish

_TASKS: Mapping[str, Sequence[str]] = {
    "meetings": ("add-delegation", "conclude", "adopt-minutes", "cancel"),
    "agreements": ("sign", "amend", "suspend", "resume", "terminate"),
    "mechanisms": ("establish", "add-institution", "dissolve"),
}
_LIKELY: Mapping[str, Sequence[str]] = {
    "meetings": ("add-delegation", "add-delegation", "conclude"),
    "add-delegation": ("add-delegation", "conclude"),
    "conclude": ("adopt-minutes",),
    "agreements": ("sign",),
    "sign": ("amend", "suspend", "terminate"),
    "amend": ("suspend", "amend"),
    "suspend": ("resume",),
    "resume": ("terminate", "suspend"),
    "mechanisms": ("establish",),
    "establish": ("add-institution",),
    "add-institution": ("add-institution", "dissolve"),
}
"""What is mostly granted after what."""


class Cooperation:
    """Wishes about what members do together, in the networks of the mix."""

    def __init__(self, draw: Draw, networks: Sequence[UUID], people: People) -> None:
        self._draw = draw
        self._networks = networks
        self._people = people
        self.bodies = [draw.uuid() for _ in range(4)]
        self._begun: dict[str, list[UUID]] = {collection: [] for collection in _TASKS}
        self._designated: dict[UUID, dict[str, str]] = {}
        """Who was to sit in a seat last."""

    def setting(self) -> list[Wish]:
        """Partners, and institutions of one state."""
        about = {"kind": "ministry", "state": STATES[0], "occurred_on": "1990-01-01"}
        return [
            Wish("bodies", {**about, "id": str(id), "name": f"Body {id.hex[:6]}", "row": self._draw.row()})
            for id in self.bodies
        ]

    def draw(self) -> Wish:
        """A new one, a step of one that was begun, or a seat."""
        chance = self._draw.random
        collection = chance.choice(sorted(_TASKS))
        begun = self._begun[collection]
        if chance.random() < 0.3:
            return self._seat()
        if not begun or chance.random() < 0.3:
            return self._begin(collection)
        id = chance.choice(begun[-5:])
        task = self._draw.likely(_LIKELY.get(self._draw.last.get(id, ""), ()), _TASKS[collection])
        return Wish(f"{collection}/{id}/{task}", {**self._said(task), **self._draw.on()})

    def _begin(self, collection: str) -> Wish:
        chance, id = self._draw.random, self._draw.uuid()
        self._begun[collection].append(id)
        on = self._draw.on()
        network = str(chance.choice(self._networks))
        abouts: dict[str, dict[str, Any]] = {
            "meetings": {
                "network": network,
                "name": "A meeting",
                "number": chance.randint(1, 40),
                "dates": on["occurred_on"],
                "place": "Somewhere",
            },
            "agreements": {
                "body": str(chance.choice(self.bodies)),
                "network": network,
                "kind": "supporter",
                "scope": chance.choice(("training", "travel", "books")),
                "title": "An agreement",
            },
            "mechanisms": {"network": network, "state": STATES[0], "name": "A mechanism"},
        }
        return Wish(collection, {"id": str(id), **abouts[collection], **on})

    def _said(self, task: str) -> dict[str, Any]:
        chance = self._draw.random
        match task:
            case "add-delegation":
                return {"state": chance.choice(STATES)}
            case "adopt-minutes":
                return {"document": str(DOCUMENT)}
            case "sign" | "amend":
                days = chance.randrange(400)
                return {"until": (FIRST_DAY + timedelta(days=days)).isoformat()} if chance.random() < 0.4 else {}
            case "add-institution":
                return {"body": str(chance.choice(self.bodies))}
            case "cancel" | "suspend" | "terminate" | "dissolve":
                return {"reason": "No more of it"}
        return {}

    def _seat(self) -> Wish:
        """Somebody known is designated, says that they will leave, or leaves; a successor may be due in days to come."""
        chance, iso3 = self._draw.random, self._draw.random.choice(STATES[:4])
        network = chance.choice(self._networks)
        seat = seat_id(network, iso3)
        on = self._draw.on()
        new = {"kind": chance.choice(("national", "alternate")), "person": str(chance.choice(self._people.of[iso3]))}
        likely = ("announce-leaving", "stand-down") if seat in self._draw.versions else ("designate",)
        task = self._draw.likely(likely, ("designate", "announce-leaving", "stand-down"))
        if task == "designate":
            self._designated[seat] = new
            pair = {"network": str(network), "state": iso3, "letter": str(DOCUMENT)}
            return Wish("seats/designate", {**pair, **new, **on})
        who = self._designated.get(seat, new)
        more: dict[str, Any] = {"leaves_on": on["occurred_on"]} if task == "announce-leaving" else {}
        if task == "stand-down" and chance.random() < 0.5:
            more = {"successor_due": (datetime.now(UTC).date() + timedelta(chance.randrange(10, 60))).isoformat()}
        return Wish(f"seats/{seat}/{task}", {**who, **more, **on})
