"""Who is designated is known, and of the state by then."""

from typing import Any
from uuid import UUID

import pytest

from services.network.domain.focal_point_seat import FOCAL_POINT_SEAT
from shared.contracts.enrollment.facts import EnrollmentFactRetracted
from shared.contracts.enrollment.person import PersonRegistered, PostTakenUp
from shared.contracts.enrollment.words import Level, Sector
from shared.contracts.ids import PersonId
from tests.support.memory import Memory, heard, refused
from tests.unit.network.world import EVA, LETTER, MINISTRY, PAIR, SEAT, known, member, world

NEW = PersonId(UUID(int=9))
SEATED: dict[str, Any] = {**PAIR, "kind": "national", "person": str(NEW), "occurred_on": "2014-01-01"}


def designates(memory: Memory, **more: Any) -> None:
    memory.post("seats/designate", {**SEATED, "letter": str(LETTER), **more})


def moved(sequence: int, iso3: str, on: str, corrects: int | None = None) -> Any:
    post = PostTakenUp(state=iso3, sector=Sector.JUSTICE, level=Level.SENIOR)
    return heard("person", NEW, sequence, post, on, corrects)


def test_somebody_we_have_not_heard_of_is_waited_for() -> None:
    memory = world(member())
    error = refused("not-known-here-yet", designates, memory)
    assert error.params["field"] == "person"
    memory.hear(known(NEW))
    designates(memory)
    assert memory.state(FOCAL_POINT_SEAT, SEAT).seatings[0].person == NEW


@pytest.mark.parametrize("path", ["seats/designate", "seats/record"])
def test_nobody_sits_for_a_state_of_which_they_are_not(path: str) -> None:
    memory = world(member())
    memory.hear(known(NEW, "BRA"))
    letter = {"letter": str(LETTER)}
    refused("person-of-another-state", memory.post, path, {**SEATED, **letter})
    memory.hear(moved(2, "ARG", "2013-06-01"))
    memory.post(path, {**SEATED, **letter})
    assert memory.state(FOCAL_POINT_SEAT, SEAT).seatings[0].person == NEW


def test_the_state_is_the_one_of_that_day() -> None:
    memory = world(member())
    memory.hear(known(NEW, "ARG"), moved(2, "BRA", "2015-01-01"))
    refused("person-of-another-state", designates, memory, occurred_on="2016-01-01")
    designates(memory, occurred_on="2014-12-31")


def test_a_post_that_is_known_only_from_a_later_day_tells_the_state_before() -> None:
    memory = world(member())
    memory.hear(known(NEW, "ARG", since="2020-01-01"))
    designates(memory)


def test_a_registration_that_was_taken_back_is_unknown_again() -> None:
    memory = world(member())
    gone = EnrollmentFactRetracted(fact=PersonRegistered.type)
    memory.hear(known(NEW), heard("person", NEW, 2, gone, "2001-01-01", 1))
    refused("not-known-here-yet", designates, memory)


def test_a_correction_of_a_designation_obeys_the_same_rule() -> None:
    memory = world(member())
    memory.hear(known(NEW, "BRA"))
    designates(memory, person=str(EVA))
    said = {**PAIR, "kind": "national", "person": str(NEW), "letter": str(LETTER)}
    refused("person-of-another-state", memory.correct, FOCAL_POINT_SEAT, SEAT, {"fact": 1, "content": said})


def test_announced_leaving_and_standing_down_end_what_began() -> None:
    memory = world(member())
    memory.hear(known(NEW))
    ministry = {"kind": "ministry", "body": str(MINISTRY)}
    designates(memory, **ministry, acting_until="2014-06-01")
    who = {**ministry, "person": str(NEW)}
    leaves = {**who, "leaves_on": "2014-04-01", "occurred_on": "2014-03-01"}
    memory.post("seats/{id}/announce-leaving", leaves, id=SEAT)
    (one,) = memory.state(FOCAL_POINT_SEAT, SEAT).seatings
    assert (str(one.leaves_on), str(one.acting_until)) == ("2014-04-01", "2014-06-01")
    memory.post("seats/{id}/stand-down", {**who, "occurred_on": "2014-04-01"}, id=SEAT)
    assert memory.state(FOCAL_POINT_SEAT, SEAT).seatings == ()


def test_a_seat_may_be_filled_on_record_by_nobody_knows_whom() -> None:
    memory = world(member())
    memory.post("seats/record", {**SEATED, "person": None})
    assert memory.state(FOCAL_POINT_SEAT, SEAT).seatings[0].person is None
