"""Who may propose and endorse initiatives, judged at the date of the proposal (invariants 5 and 6)."""

from typing import Any
from uuid import UUID

import pytest

from services.network.domain.focal_point_seat import FOCAL_POINT_SEAT
from services.network.domain.initiative import INITIATIVE
from services.network.domain.membership import MEMBERSHIP
from shared.contracts.enrollment.alumnus import AlumnusRecognised
from shared.contracts.enrollment.facts import EnrollmentFactRetracted
from shared.contracts.enrollment.words import Sector
from shared.contracts.event import Envelope
from shared.contracts.network.focal_point_seat import FocalPointDesignated, FocalPointStoodDown, SeatKind
from shared.contracts.network.membership import MembershipSuspended, StateWithdrew
from tests.support.given import Given
from tests.support.memory import Memory, heard, refused
from tests.unit.network.world import ANA, EVA, LETTER, LIA, MEMBER, NETWORK, PAIR, SEAT, focal_point, member, world

INITIATIVE_ID, SEMINAR = UUID(int=60), UUID(int=70)
WISH: dict[str, Any] = {
    **PAIR,
    "id": str(INITIATIVE_ID),
    "kind": "training",
    "title": "Course",
    "occurred_on": "2014-01-01",
}
BY_ALUMNUS = {**WISH, "proposer_kind": "alumnus", "proposer": str(ANA)}
BY_FOCAL_POINT = {**WISH, "proposer_kind": "focal-point", "proposer": str(EVA)}
EVENTS: dict[str, Any] = {"network": NETWORK, "state": "ARG"}


def recognised(on: str = "2013-06-01", sequence: int = 1, corrects: int | None = None) -> Envelope:
    event = AlumnusRecognised(person=ANA, state="CHL", sector=Sector.JUSTICE, seminar=SEMINAR)
    return heard("alumnus", ANA, sequence, event, on, corrects)


def retracted(sequence: int) -> Envelope:
    return heard("alumnus", ANA, sequence, EnrollmentFactRetracted(fact=AlumnusRecognised.type), "2013-06-01", 1)


def with_members(*more: Given[Any]) -> Memory:
    return world(member(), *more)


def initiative(memory: Memory) -> Any:
    memory.hear_all()
    return memory.state(INITIATIVE, INITIATIVE_ID)


def test_an_alumnus_proposes_and_the_event_says_what_was_known() -> None:
    memory = with_members()
    memory.hear(recognised())
    memory.post("initiatives", BY_ALUMNUS)
    assert initiative(memory).judged_on == 1


def test_an_alumnus_we_have_not_heard_of_is_not_refused_but_asked_to_wait() -> None:
    refused("not-known-here-yet", with_members().post, "initiatives", BY_ALUMNUS)


def test_nobody_proposes_before_being_an_alumnus() -> None:
    memory = with_members()
    memory.hear(recognised(on="2014-01-02"))
    refused("not-an-alumnus", memory.post, "initiatives", BY_ALUMNUS)
    memory.post("initiatives", {**BY_ALUMNUS, "occurred_on": "2014-01"})
    assert initiative(memory).stage == "proposed"


def test_an_alumnus_whose_recognition_was_retracted_proposes_no_more() -> None:
    memory = with_members()
    memory.hear(recognised(), retracted(3))
    refused("not-an-alumnus", memory.post, "initiatives", BY_ALUMNUS)


def test_a_focal_point_proposes_while_seated() -> None:
    memory = with_members(focal_point(EVA))
    memory.post("initiatives", BY_FOCAL_POINT)
    assert initiative(memory).judged_on is None
    refused("not-a-focal-point", with_members(focal_point(LIA)).post, "initiatives", BY_FOCAL_POINT)
    left = focal_point(EVA).also(FocalPointStoodDown(**EVENTS, kind=SeatKind.NATIONAL, person=EVA), on="2013-12-31")
    refused("not-a-focal-point", with_members(left).post, "initiatives", BY_FOCAL_POINT)
    refused("not-a-focal-point", with_members().post, "initiatives", BY_FOCAL_POINT)


def test_the_lead_state_is_a_member_on_that_day() -> None:
    memory = world(focal_point(EVA))
    refused("not-a-member", memory.post, "initiatives", BY_FOCAL_POINT)
    gone = member().also(StateWithdrew(**EVENTS), on="2013-12-31")
    refused("not-a-member", world(gone, focal_point(EVA)).post, "initiatives", BY_FOCAL_POINT)


def test_a_suspended_member_is_led_by_its_alumni_not_by_its_focal_points() -> None:
    memory = world(member().also(MembershipSuspended(**EVENTS), on="2013-01-01"), focal_point(EVA))
    refused("not-an-active-member", memory.post, "initiatives", BY_FOCAL_POINT)
    memory.hear(recognised())
    memory.post("initiatives", BY_ALUMNUS)
    assert initiative(memory).stage == "proposed"


def test_a_record_may_not_know_the_proposer_but_obeys_the_rest() -> None:
    row = {**WISH, "proposer_kind": "focal-point", "proposer": None, "stage": "underway", "milestones": []}
    refused("not-a-member", world().post, "initiatives/record", row)
    memory = with_members()
    memory.post("initiatives/record", row)
    assert (initiative(memory).stage, initiative(memory).proposer) == ("underway", None)
    named = {**row, "proposer": str(EVA)}
    refused("not-a-focal-point", with_members().post, "initiatives/record", named)


def test_it_is_endorsed_by_a_focal_point_of_the_lead_state_who_did_not_propose_it() -> None:
    both = focal_point(EVA).also(FocalPointDesignated(**EVENTS, kind=SeatKind.ALTERNATE, person=LIA), on="2012-06-01")
    memory = with_members(both)
    memory.post("initiatives", BY_FOCAL_POINT)
    endorse = {"occurred_on": "2014-02-01"}
    path = "initiatives/{id}/endorse"
    refused("endorsed-by-its-proposer", memory.post, path, {**endorse, "endorser": str(EVA)}, id=INITIATIVE_ID)
    refused("not-a-focal-point", memory.post, path, {**endorse, "endorser": str(ANA)}, id=INITIATIVE_ID)
    memory.post(path, {**endorse, "endorser": str(LIA)}, id=INITIATIVE_ID)
    assert initiative(memory).stage == "endorsed"


def test_a_proposal_made_again_is_judged_on_its_own_day() -> None:
    memory = with_members(focal_point(EVA))
    memory.post("initiatives", BY_FOCAL_POINT)
    memory.post("initiatives/{id}/return", {"reason": "Too broad", "occurred_on": "2014-02-01"}, id=INITIATIVE_ID)
    leave = {"kind": "national", "person": str(EVA), "occurred_on": "2014-03-01"}
    memory.post("seats/{id}/stand-down", leave, id=SEAT)
    again = {"occurred_on": "2014-04-01"}
    refused("not-a-focal-point", memory.post, "initiatives/{id}/propose-again", again, id=INITIATIVE_ID)


def proposed_by_alumnus() -> Memory:
    memory = with_members()
    memory.hear(recognised())
    memory.post("initiatives", BY_ALUMNUS)
    memory.hear_all()
    return memory


def test_a_recognition_that_is_taken_back_questions_the_right_and_its_return_confirms_it() -> None:
    memory = proposed_by_alumnus()
    memory.hear(retracted(2))
    assert (initiative(memory).stage, initiative(memory).questioned) == ("proposed", "not-an-alumnus")
    memory.hear(recognised(sequence=3, corrects=1))
    assert initiative(memory).questioned is None


def test_a_recognition_that_is_moved_behind_the_proposal_questions_it() -> None:
    memory = proposed_by_alumnus()
    memory.hear(recognised("2013-12-01", sequence=2, corrects=1))
    assert initiative(memory).questioned is None
    memory.hear(recognised("2015-01-01", sequence=3, corrects=1))
    assert initiative(memory).questioned == "not-an-alumnus"


def test_doubt_is_never_dated_before_the_proposal() -> None:
    """East of here it is already tomorrow: a proposal may bear that date."""
    memory = with_members()
    memory.hear(recognised())
    memory.post("initiatives", {**BY_ALUMNUS, "occurred_on": "2026-06-02"})
    memory.hear_all()
    memory.hear(retracted(2))
    assert initiative(memory).questioned == "not-an-alumnus"
    assert str(memory.events["initiative", INITIATIVE_ID][-1].occurred_on) == "2026-06-02"


def test_a_correction_between_judgement_and_commit_is_noticed_afterwards() -> None:
    memory = with_members()
    memory.hear(recognised())
    memory.post("initiatives", BY_ALUMNUS)
    memory.copies["alumnus", ANA].append(retracted(2))
    assert initiative(memory).questioned == "not-an-alumnus"


def test_a_focal_point_who_turns_out_to_have_left_before_questions_the_proposal() -> None:
    memory = with_members(focal_point(EVA))
    memory.post("initiatives", BY_FOCAL_POINT)
    leave = {"kind": "national", "person": str(EVA), "occurred_on": "2013-01-01"}
    memory.post("seats/{id}/stand-down", leave, id=SEAT)
    assert initiative(memory).questioned == "not-a-focal-point"
    memory.correct(FOCAL_POINT_SEAT, SEAT, {"fact": 2, "retract": True})
    assert initiative(memory).questioned is None


def test_a_membership_that_turns_out_to_have_ended_before_questions_the_proposal() -> None:
    memory = proposed_by_alumnus()
    memory.post("memberships/{id}/withdraw", {"occurred_on": "2013-01-01"}, id=MEMBER)
    assert initiative(memory).questioned == "not-a-member"
    memory.correct(MEMBERSHIP, MEMBER, {"fact": 2, "occurred_on": "2016-01-01"})
    assert initiative(memory).questioned is None


def test_the_letter_of_a_focal_point_is_a_registered_source() -> None:
    wish = {**PAIR, "kind": "national", "person": str(EVA), "letter": str(UUID(int=98)), "occurred_on": "2014-01-01"}
    refused("unknown-source", with_members().post, "seats/designate", wish)
    memory = with_members()
    memory.post("seats/designate", {**wish, "letter": str(LETTER)})
    assert memory.state(FOCAL_POINT_SEAT, SEAT).seatings[0].person == EVA


def test_a_focal_point_is_not_designated_without_a_letter() -> None:
    wish = {**PAIR, "kind": "national", "person": str(EVA), "occurred_on": "2014-01-01"}
    with pytest.raises(ValueError, match="letter"):
        with_members().post("seats/designate", wish)
