"""A state's membership: its periods are never overwritten and never overlap (invariants 1 and 2)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.network.domain.membership import (
    MEMBERSHIP,
    AccedeState,
    AdmitFoundingMember,
    DeclareIntent,
    InviteState,
    LapseMember,
    Membership,
    RecordMembership,
    ResumeMember,
    SuspendMember,
    WithdrawMember,
    accede_state,
    admit_founding_member,
    declare_intent,
    invite_state,
    lapse_member,
    record_membership,
    resume_member,
    suspend_member,
    withdraw_member,
)
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.network.membership import (
    IntentDeclared,
    MembershipActivated,
    MembershipLapsed,
    MembershipResumed,
    MembershipSuspended,
    StateAcceded,
    StateInvited,
    StateWithdrew,
)
from shared.errors import Conflict, RuleBroken
from tests.support.given import Given, given

NETWORK, OTHER, SOURCE = UUID(int=10), UUID(int=11), UUID(int=12)
PAIR: dict[str, Any] = {"network": NETWORK, "state": "ARG"}
INVITED, INTENT = StateInvited(**PAIR), IntentDeclared(**PAIR)
PROMISED, ACTIVE = StateAcceded(**PAIR, promised=True), MembershipActivated(**PAIR)
FOUNDER = MembershipActivated(**PAIR, founding=True, focal_point_due=date(2013, 3, 30))


def founder(on: str = "2012-03-29") -> Given[Membership]:
    return given(MEMBERSHIP, FOUNDER, on=on)


def standing(facts: Given[Membership], day: str | None = None) -> Membership:
    state = facts.as_of(day) if day else facts.state
    assert state is not None
    return state


def test_a_state_is_invited() -> None:
    given(MEMBERSHIP).when(invite_state, InviteState(**PAIR)).then(INVITED)


def test_a_state_is_invited_once_at_a_time() -> None:
    given(MEMBERSHIP, INVITED).when(invite_state, InviteState(**PAIR)).then_refused("already-so")


def test_an_invited_state_declares_its_intent() -> None:
    given(MEMBERSHIP, INVITED).when(declare_intent, DeclareIntent()).then(INTENT)


def test_accession_makes_an_active_member_and_says_that_intent_was_declared() -> None:
    facts = given(MEMBERSHIP, INVITED, INTENT).when(accede_state, AccedeState(), on="2014-05-01").then(PROMISED, ACTIVE)
    assert [str(period.since) for period in standing(facts).periods] == ["2014-05-01"]


def test_accession_without_intent_says_so_and_carries_its_document() -> None:
    document = StateAcceded(**PAIR, promised=False, document=SOURCE)
    given(MEMBERSHIP, INVITED).when(accede_state, AccedeState(document=SOURCE)).then(document, ACTIVE)


def test_accession_cannot_claim_an_intent_that_was_not_declared() -> None:
    with pytest.raises(RuleBroken, match="intent-not-declared"):
        given(MEMBERSHIP, INVITED, PROMISED)


@pytest.mark.parametrize("before", [(), (INVITED,), (INVITED, INTENT)])
def test_a_founding_member_needs_no_accession(before: tuple[Any, ...]) -> None:
    facts = given(MEMBERSHIP, *before)
    wish = AdmitFoundingMember(**PAIR, focal_point_due=date(2021, 1, 1))
    after = facts.when(admit_founding_member, wish).then(
        MembershipActivated(**PAIR, founding=True, focal_point_due=date(2021, 1, 1))
    )
    assert standing(after).focal_point_due == date(2021, 1, 1)


def test_a_member_cannot_be_admitted_as_a_founding_member() -> None:
    founder().when(admit_founding_member, AdmitFoundingMember(**PAIR)).then_refused("already-so")


def test_nobody_is_a_member_without_accession_or_founding() -> None:
    with pytest.raises(RuleBroken, match="founding-or-acceded"):
        given(MEMBERSHIP, INVITED, ACTIVE)


def test_a_promise_cannot_be_due_before_it_is_made() -> None:
    with pytest.raises(RuleBroken, match="due-before-its-time"):
        founder(on="2014-01-01")


def test_a_suspended_member_resumes() -> None:
    suspended = founder().when(suspend_member, SuspendMember()).then(MembershipSuspended(**PAIR))
    suspended.when(suspend_member, SuspendMember()).then_refused("not-possible")
    suspended.when(resume_member, ResumeMember()).then(MembershipResumed(**PAIR))


def test_a_member_lapses_or_withdraws_and_its_period_is_closed() -> None:
    lapsed = founder().when(lapse_member, LapseMember(), on="2015-12-31").then(MembershipLapsed(**PAIR))
    assert str(standing(lapsed).periods[0].until) == "2015-12-31"
    withdrawn = founder().when(withdraw_member, WithdrawMember(), on="2016-01-01").then(StateWithdrew(**PAIR))
    withdrawn.when(withdraw_member, WithdrawMember()).then_refused("not-possible")


def test_a_state_that_comes_back_has_a_second_period_and_stays_a_founding_member() -> None:
    left = founder().also(StateWithdrew(**PAIR), on="2015-01-01")
    back = left.also(INTENT, PROMISED, ACTIVE, on="2017-01-01")
    assert [(str(one.since), str(one.until)) for one in standing(back).periods] == [
        ("2012-03-29", "2015-01-01"),
        ("2017-01-01", "None"),
    ]
    assert standing(back).founding
    assert standing(back, "2016-01-01").status == "withdrawn"


def test_a_period_cannot_begin_inside_another() -> None:
    left = founder().also(StateWithdrew(**PAIR), on="2015-01-01")
    with pytest.raises(RuleBroken, match="not-possible"):
        left.also(INTENT, on="2013-01-01")


def test_a_late_record_that_makes_a_later_fact_impossible_is_refused_and_names_it() -> None:
    suspended = founder().also(MembershipSuspended(**PAIR), on="2016-01-01")
    with pytest.raises(Conflict, match="later-fact-conflicts") as refusal:
        suspended.also(StateWithdrew(**PAIR), on="2014-01-01")
    assert refusal.value.params["fact"] == 2


def test_facts_may_be_recorded_in_any_order_that_is_legal_together() -> None:
    lapsed_first = founder().also(MembershipLapsed(**PAIR), on="2016-01-01")
    both = lapsed_first.also(MembershipSuspended(**PAIR), on="2014-01-01").also(
        MembershipResumed(**PAIR), on="2015-01-01"
    )
    assert standing(both, "2014-06-01").status == "suspended"
    assert standing(both, "2015-06-01").status == "active"
    assert standing(both).status == "inactive"


def test_a_correction_moves_the_period_and_leaves_the_rest() -> None:
    facts = founder().also(StateWithdrew(**PAIR), on="2015-01-01").corrected(1, on="2012-05-01")
    assert standing(facts, "2012-06-01").status == "active"
    assert facts.as_of("2012-04-01") is None
    with pytest.raises(Conflict, match="later-fact-conflicts"):
        founder().also(StateWithdrew(**PAIR), on="2013-01-01").corrected(1, FOUNDER, on="2013-03-01")


def test_an_event_of_another_pair_is_refused() -> None:
    with pytest.raises(RuleBroken, match="wrong-aggregate"):
        founder().also(MembershipSuspended(network=OTHER, state="ARG"), on="2013-01-01")
    with pytest.raises(RuleBroken, match="wrong-aggregate"):
        founder().corrected(1, MembershipActivated(network=NETWORK, state="BRA", founding=True))


def record(**fields: Any) -> RecordMembership:
    return RecordMembership(**PAIR, occurred_on=PartialDate.parse("2012-03-29"), row="memberships/arg", **fields)


def test_a_founding_member_is_recorded_as_one() -> None:
    wish = record(status="active", founding=True, focal_point_due=date(2013, 3, 30))
    given(MEMBERSHIP).when(record_membership, wish, on="2012-03-29").then(FOUNDER)


def test_another_member_is_recorded_with_its_whole_way_in_as_inferred() -> None:
    on = PartialDate.parse("2012-03-29")
    acceded = StateAcceded(**PAIR, promised=True, document=SOURCE)
    given(MEMBERSHIP).when(record_membership, record(status="active", source=SOURCE), on="2012-03-29").then(
        Dated(INVITED, on, inferred=True),
        Dated(INTENT, on, inferred=True),
        Dated(acceded, on, inferred=True),
        Dated(ACTIVE, on),
    )


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ((INVITED,), (INTENT, PROMISED, ACTIVE)),
        ((INVITED, INTENT), (PROMISED, ACTIVE)),
        ((INVITED, INTENT, PROMISED), (ACTIVE,)),
    ],
)
def test_a_record_goes_on_from_where_the_membership_stands(before: Any, expected: Any) -> None:
    facts = given(MEMBERSHIP, *before, on="2012-01-01")
    facts.when(record_membership, record(status="active"), on="2012-03-29").then(*expected)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("suspended", MembershipSuspended), ("inactive", MembershipLapsed), ("withdrawn", StateWithdrew)],
)
def test_a_later_row_of_a_member_says_only_what_changed(status: str, expected: Any) -> None:
    founder().when(record_membership, record(status=status)).then(expected(**PAIR))


def test_a_suspended_member_is_recorded_as_active_again() -> None:
    suspended = founder().also(MembershipSuspended(**PAIR), on="2013-01-01")
    suspended.when(record_membership, record(status="active"), on="2014-01-01").then(MembershipResumed(**PAIR))


def test_a_first_row_may_tell_of_the_end_already() -> None:
    wish = record(status="withdrawn", founding=True)
    founding = MembershipActivated(**PAIR, founding=True)
    given(MEMBERSHIP).when(record_membership, wish, on="2012-03-29").then(
        Dated(founding, PartialDate.parse("2012-03-29"), inferred=True), StateWithdrew(**PAIR)
    )


def test_a_row_that_says_nothing_new_is_told_so() -> None:
    founder().when(record_membership, record(status="active")).then_refused("already-so")
