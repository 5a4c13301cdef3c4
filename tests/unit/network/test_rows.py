"""Every row of the documented history is taken by the table, changes nothing when it comes again, and counts right."""

from collections import Counter
from datetime import date
from uuid import UUID

import pytest

from deploy.history.rows import Row, read
from services.network.application.commands import COMMANDS
from services.network.application.proposers import ALUMNUS
from services.network.application.reactions import REACTIONS
from shared import history
from shared.contracts.enrollment.alumnus import AlumnusRecognised
from shared.contracts.enrollment.words import Sector
from shared.contracts.network.facts import NetworkFactRetracted
from tests.support.memory import Memory, heard

SEMINAR = UUID(int=70)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [row for row in read().rows if row.service == "network"]


@pytest.fixture(scope="module")
def loaded(rows: list[Row]) -> Memory:
    memory = Memory(COMMANDS, NetworkFactRetracted, REACTIONS)
    proposers = {row.body["proposer"] for row in rows if row.body.get("proposer")}
    for person in map(UUID, sorted(proposers)):
        event = AlumnusRecognised(person=person, state="ARG", sector=Sector.JUSTICE, seminar=SEMINAR)
        memory.hear(heard(ALUMNUS, person, 1, event, "2008-05-19"))
    for row in rows:
        memory.post(row.path, row.body)
    memory.hear_all()
    return memory


def test_every_row_is_taken_and_a_second_time_changes_nothing(rows: list[Row], loaded: Memory) -> None:
    before = {key: len(events) for key, events in loaded.events.items()}
    assert all(loaded.post(row.path, row.body).unchanged for row in rows)
    assert {key: len(events) for key, events in loaded.events.items()} == before


@pytest.mark.parametrize(
    ("day", "members"), [("2012-03-28", 0), ("2012-04-01", 18), ("2015-12-31", 17), ("2016-12-31", 17)]
)
def test_members_of_the_latin_american_network(loaded: Memory, day: str, members: int) -> None:
    found = Counter(state["status"] for state in _as_of(loaded, "membership", day))
    assert found["active"] == members


def test_all_founding_members_owe_a_focal_point_at_launch(loaded: Memory) -> None:
    seats = _as_of(loaded, "seat", "2012-04-01")
    assert [(seat["owed"], seat["seatings"]) for seat in seats] == [(True, [])] * 18


def test_the_african_network_is_under_development(loaded: Memory) -> None:
    networks = {state["slug"]: state["status"] for state in _as_of(loaded, "network", "2013-07-31")}
    assert networks == {"latin-america": "launched", "african-union": "under_development"}


def test_ten_initiatives_at_the_briefs_date_and_nobodys_right_is_in_doubt(loaded: Memory) -> None:
    initiatives = _as_of(loaded, "initiative", "2013-07-31")
    assert len(initiatives) == 10
    assert {one["questioned"] for one in initiatives} == {None}


def _as_of(memory: Memory, kind: str, day: str) -> list[dict[str, object]]:
    states = [
        history.state_at(memory.kinds[kind].apply, events, date.fromisoformat(day))
        for (name, _), events in memory.events.items()
        if name == kind
    ]
    return [state.model_dump(mode="json") for state in states if state is not None]
