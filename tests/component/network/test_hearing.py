"""What the network service does with what it hears, and with days that pass, on a real database."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from deploy.embedded.databases import Server
from services.network.application.commands import COMMANDS
from services.network.main import SERVICE
from shared.contracts.catalog import encode
from shared.contracts.enrollment.alumnus import AlumnusRecognised
from shared.contracts.enrollment.facts import EnrollmentFactRetracted
from shared.contracts.enrollment.person import PersonRegistered
from shared.contracts.enrollment.words import Gender, Level, Sector
from shared.contracts.event import Envelope, Event
from shared.contracts.ids import membership_id, seat_id
from shared.contracts.published import CATALOG
from shared.timekeeper import Timekeeper
from tests.support.memory import heard
from tests.support.service import Called, called

NETWORK, INITIATIVE, ANA = uuid4(), uuid4(), uuid4()
PAIR: dict[str, Any] = {"network": str(NETWORK), "state": "ARG"}
FOUNDING = {**PAIR, "occurred_on": "2012-03-29", "focal_point_due": "2013-03-30"}
SEAT, MEMBER = seat_id(NETWORK, "ARG"), membership_id(NETWORK, "ARG")


class Listening:
    """The service, and its consumer called by hand."""

    def __init__(self, service: Called) -> None:
        self.service = service
        self._position = 0

    async def post(self, path: str, body: dict[str, Any], version: int | None = None) -> None:
        answer = await self.service.post(path, body, version=version)
        assert answer.status_code in {200, 201}, answer.text

    async def hear(self, *events: Envelope) -> None:
        async with self.service.database.transaction() as connection:
            await SERVICE.handle(connection, events)

    async def hear_own(self) -> None:
        """What the journal has that was not heard yet."""
        while True:
            async with self.service.database.transaction() as connection:
                rows = await connection.fetch(
                    "select position, event::text from journal where position > $1 order by position", self._position
                )
            if not rows:
                return
            self._position = rows[-1]["position"]
            await self.hear(*(CATALOG.decode(row["event"].encode()) for row in rows))

    async def state(self, kind: str, id: UUID) -> dict[str, Any] | None:
        async with self.service.database.transaction() as connection:
            state: dict[str, Any] | None = await connection.fetchval(
                "select state from aggregates where kind = $1 and id = $2", kind, id
            )
            return state

    async def waiting(self) -> list[str]:
        async with self.service.database.transaction() as connection:
            rows = await connection.fetch("select key, due from deadlines order by key")
            return [f"{row['key']} {row['due']}" for row in rows]

    async def let_days_pass(self) -> int:
        """Run every deadline that has come; how many."""
        keeper = Timekeeper(self.service.database, CATALOG, COMMANDS, lambda: None)
        run = 0
        while await keeper.run_one():
            run += 1
        return run


@pytest.fixture
async def network(postgres: Server) -> AsyncIterator[Listening]:
    names = dict.fromkeys(("en", "es", "fr", "pt", "ar"), "Argentina")
    async with called(SERVICE, postgres) as service:
        made = Listening(service)
        state = {"iso3": "ARG", "iso2": "AR", "names": names, "region": "latin-america-and-caribbean"}
        await made.post("states", {**state, "occurred_on": "1945-10-24"})
        launched = {
            "launched": "2012-03-29",
            "accession_rule": "participation-and-promise",
            "occurred_on": "2012-03-29",
        }
        await made.post("networks/record", {"id": str(NETWORK), "slug": "la", "name": "LA", **launched})
        yield made


def recognised(sequence: int, corrects: int | None = None, *, taken_back: bool = False) -> Envelope:
    event: Event = AlumnusRecognised(person=ANA, state="ARG", sector=Sector.JUSTICE, seminar=uuid4())
    event = EnrollmentFactRetracted(fact=event.type) if taken_back else event
    return heard("alumnus", ANA, sequence, event, "2008-05-19", corrects)


def registered() -> Envelope:
    post = {"state": "ARG", "sector": Sector.JUSTICE, "level": Level.SENIOR}
    return heard("person", ANA, 1, PersonRegistered(**post, gender=Gender.FEMALE), "2008-01-01")


async def test_a_promise_opens_a_seat_and_its_day_passes_unfilled(network: Listening) -> None:
    await network.post("memberships/admit-founding-member", FOUNDING)
    await network.hear_own()
    assert await network.waiting() == ["vacancy 2013-03-31"]
    assert await network.let_days_pass() == 1
    seat = await network.state("seat", SEAT)
    assert seat is not None
    assert (seat["due"], seat["overdue"]) == ("2013-03-30", True)
    overdue = (await network.service.journal())[-1]
    assert (overdue["type"], overdue["occurredon"]) == ("network.seat-vacancy-overdue", "2013-03-31")


async def test_a_promise_that_is_corrected_waits_for_its_new_day(network: Listening) -> None:
    await network.post("memberships/admit-founding-member", FOUNDING)
    await network.hear_own()
    await network.let_days_pass()
    content = {**PAIR, "founding": True, "focal_point_due": "2999-12-30"}
    wish = {"changes": [{"fact": 1, "content": content}], "reason": "mistake"}
    await network.post(f"memberships/{MEMBER}/correct", wish, version=1)
    await network.hear_own()
    assert await network.waiting() == ["vacancy 2999-12-31"]
    gone = {"changes": [{"fact": 1, "retract": True}], "reason": "mistake"}
    await network.post(f"memberships/{MEMBER}/correct", gone, version=2)
    await network.hear_own()
    assert await network.waiting() == []
    assert await network.state("membership", MEMBER) is None
    left = await network.state("seat", SEAT)
    assert left is not None  # that it was overdue was stated, and stays on record
    assert "owed" not in left


async def test_a_deadline_of_a_state_that_has_left_is_void(network: Listening) -> None:
    await network.post("memberships/admit-founding-member", FOUNDING)
    await network.hear_own()
    await network.post(f"memberships/{MEMBER}/withdraw", {"occurred_on": "2012-12-31"})
    assert await network.let_days_pass() == 1
    assert (await network.waiting(), (await network.service.journal())[-1]["type"]) == ([], "network.state-withdrew")


async def test_acting_ends_by_itself(network: Listening) -> None:
    await network.post("memberships/admit-founding-member", {**FOUNDING, "focal_point_due": None})
    acting = {**PAIR, "kind": "national", "person": str(ANA), "acting_until": "2013-01-01", "occurred_on": "2012-06-01"}
    early = await network.service.post("seats/record", acting)
    assert (early.status_code, early.json()["code"]) == (409, "not-known-here-yet")
    await network.hear(registered())
    await network.post("seats/record", acting)
    assert await network.waiting() == [f"acting/national/{ANA}/None 2013-01-01"]
    assert await network.let_days_pass() == 1
    seat = await network.state("seat", SEAT)
    assert seat is not None
    assert "seatings" not in seat
    assert (await network.service.journal())[-1]["occurredon"] == "2013-01-01"


async def test_the_right_of_an_alumnus_is_remembered_questioned_and_confirmed(network: Listening) -> None:
    await network.post("memberships/admit-founding-member", FOUNDING)
    wish = {**PAIR, "kind": "training", "title": "Course", "proposer_kind": "alumnus", "proposer": str(ANA)}
    wish |= {"id": str(INITIATIVE), "occurred_on": "2014-01-01"}
    early = await network.service.post("initiatives", wish)
    assert (early.status_code, early.json()["code"]) == (409, "not-known-here-yet")
    assert int(early.headers["Retry-After"]) > 0
    await network.hear(recognised(1))
    await network.post("initiatives", wish)
    proposed = (await network.service.journal())[-1]
    assert proposed["data"]["judged_on"] == 1
    await network.hear(recognised(3, 1, taken_back=True))
    questioned = await network.state("initiative", INITIATIVE)
    assert questioned is not None
    assert (questioned["stage"], questioned["questioned"]) == ("proposed", "not-an-alumnus")
    await network.hear(recognised(4, 1))
    confirmed = await network.state("initiative", INITIATIVE)
    assert confirmed is not None
    assert "questioned" not in confirmed


async def test_what_is_heard_again_is_kept_once(network: Listening) -> None:
    event = recognised(1)
    await network.hear(event, event)
    async with network.service.database.transaction() as connection:
        kept = await connection.fetch("select event from copies")
    assert [row["event"]["id"] for row in kept] == [encode(event)["id"]]
