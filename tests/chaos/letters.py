"""Letters in the mix: a network of its own, whose news are always granted and always told to the same people by mail."""

from collections import deque
from collections.abc import Sequence
from uuid import UUID

from shared.contracts.ids import dispatch_id, task_id
from tests.chaos.people import People
from tests.chaos.wishes import DOCUMENT, FIRST_DAY, Draw, Wish

PROPOSED, LEAVING, HAND_OVER = "initiative-proposed", "focal-point-leaving", "hand-over"
_NEWS = "initiatives"


class Letters:
    """Who is told: the national focal point of one state by duty, and the admins by their grants.

    Of these one stays, one is a minister (whose letters are held), and the others go one after the other (`passing`).
    """

    def __init__(self, draw: Draw, networks: Sequence[UUID], people: People) -> None:
        self._draw = draw
        self._people = people
        self.network = draw.uuid()
        self.state = "BRA"
        self.seated, self.stays, self.minister = (people.of[iso3][0] for iso3 in (self.state, "CHL", "COL"))
        passing = [people.of[iso3][0] for iso3 in ("CRI", "CUB", "DOM", "ECU")]
        self.grants = {person: draw.uuid() for person in (self.stays, self.minister, *passing)}
        self.passing = deque((person, self.grants[person]) for person in passing)
        self._others = {people.of[iso3][1]: network for iso3, network in zip(people.of, networks, strict=False)}
        """Admins of the networks of the mix."""
        self.admins = {network: person for person, network in self._others.items()} | {self.network: self.stays}
        """By network, who stays its admin from beginning to end."""
        self._told: list[UUID] = []
        self._leaving: list[UUID] = []

    def seats(self) -> list[Wish]:
        """A member state with its focal point, on record before there are any news."""
        pair, on = {"network": str(self.network), "state": self.state}, {"occurred_on": FIRST_DAY.isoformat()}
        member = {**pair, "status": "active", "source": str(DOCUMENT), **on, "row": self._draw.row()}
        seat = {**pair, "kind": "national", "person": str(self.seated), **on, "row": self._draw.row()}
        return [Wish("memberships/record", member), Wish("seats/record", seat)]

    def grant(self) -> list[Wish]:
        """Who looks after this network, and after each of the others."""
        admins = [(person, self.network, id) for person, id in self.grants.items()]
        admins += [(person, network, self._draw.uuid()) for person, network in self._others.items()]
        return [
            Wish(
                "access-grants",
                {
                    "id": str(id),
                    "account": str(self._draw.uuid()),
                    "role": "regional_admin",
                    "networks": [str(network)],
                    "person": str(person),
                },
                service="gateway",
            )
            for person, network, id in admins
        ]

    def revoke(self, grant: UUID) -> Wish:
        """Somebody is no admin any more."""
        return Wish(f"access-grants/{grant}/revoke", {"reason": "left"}, service="gateway")

    def reachable(self) -> list[Wish]:
        """Whoever is told is reached again, after a mail that came back."""
        return [self._people.verified(person) for person in (self.seated, *self.grants)]

    def news(self) -> Wish:
        """Something to tell."""
        about = {"network": str(self.network), "state": self.state, "kind": "training", "title": "An initiative"}
        by = {"proposer_kind": "focal-point", "proposer": str(self.seated)}
        return Wish(_NEWS, {"id": str(self._draw.uuid()), **about, **by, **self._draw.on()})

    def granted(self, wish: Wish, events: Sequence[str]) -> None:
        """Take note of what may be approved, or done."""
        if wish.path == _NEWS:
            self._told += [UUID(event) for event in events]
        elif wish.task == "announce-leaving":
            self._leaving += [UUID(event) for event in events]

    def draw(self) -> Wish:
        """News, or what people do about letters and tasks."""
        chance = self._draw.random
        if self._leaving and chance.random() < 0.2:
            task = task_id(chance.choice(self._leaving), HAND_OVER)
            return Wish(f"tasks/{task}/{chance.choice(('acknowledge', 'resolve'))}", {}, service="notifications")
        if not self._told or chance.random() < 0.3:
            return self.news()
        if chance.random() < 0.75:
            id = dispatch_id(self._told.pop(0), self.minister, PROPOSED)
            verb = "approve" if chance.random() < 0.75 else "cancel"
        else:
            id, verb = dispatch_id(self._told[-1], self.stays, PROPOSED), "cancel"
        body = {"why": "mistake"} if verb == "cancel" else {}
        return Wish(f"dispatches/{id}/{verb}", body, service="notifications")
