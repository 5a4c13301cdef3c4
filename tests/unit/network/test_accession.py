"""How a state becomes a member, by the rule of its network at that date (invariant 2)."""

from datetime import date
from typing import Any

import pytest

from services.network.domain.membership import MEMBERSHIP
from services.network.domain.regional_network import REGIONAL_NETWORK
from shared.contracts.network.membership import IntentDeclared, StateInvited
from shared.contracts.network.regional_network import AccessionRule, AccessionRuleSet, NetworkConceived, NetworkLaunched
from tests.support.given import Given, given
from tests.support.memory import Memory, refused
from tests.unit.network.world import (
    LETTER,
    MEMBER,
    NETWORK,
    NOBODY,
    PAIR,
    focal_point,
    member,
    network,
    world,
)

ACCEDE, ADMIT = "memberships/{id}/accede", "memberships/admit-founding-member"
EVENTS: dict[str, Any] = {"network": NETWORK, "state": "ARG"}
DOCUMENT, TREATY = AccessionRule.FOUNDING_DOCUMENT, AccessionRule.TREATY


def invited(*, intent: bool = False) -> Given[Any]:
    facts = given(MEMBERSHIP, StateInvited(**EVENTS), on="2012-04-01")
    return facts.also(IntentDeclared(**EVENTS), on="2012-04-02") if intent else facts


def status(memory: Memory) -> str:
    return str(memory.state(MEMBERSHIP, MEMBER).status)


def test_participation_and_promise_asks_for_the_promise() -> None:
    refused("intent-not-declared", world(invited()).post, ACCEDE, {}, id=MEMBER)
    memory = world(invited(intent=True))
    memory.post(ACCEDE, {}, id=MEMBER)
    assert status(memory) == "active"


def test_a_focal_point_network_asks_for_an_active_national_focal_point_on_that_day() -> None:
    rule = AccessionRule.FOCAL_POINT
    wish = {"occurred_on": "2012-07-01"}
    refused("focal-point-missing", world(invited(), rule=rule).post, ACCEDE, wish, id=MEMBER)
    late = world(invited(), focal_point(since="2012-07-02"), rule=rule)
    refused("focal-point-missing", late.post, ACCEDE, wish, id=MEMBER)
    alternate = world(invited(), focal_point(kind="alternate"), rule=rule)
    refused("focal-point-missing", alternate.post, ACCEDE, wish, id=MEMBER)
    memory = world(invited(), focal_point(since="2012-07-01"), rule=rule)
    memory.post(ACCEDE, wish, id=MEMBER)
    assert status(memory) == "active"


@pytest.mark.parametrize("rule", [DOCUMENT, TREATY])
def test_a_document_network_asks_for_a_registered_document(rule: AccessionRule) -> None:
    refused("document-missing", world(invited(intent=True), rule=rule).post, ACCEDE, {}, id=MEMBER)
    unknown = {"document": str(NOBODY)}
    refused("unknown-source", world(invited(), rule=rule).post, ACCEDE, unknown, id=MEMBER)
    memory = world(invited(), rule=rule)
    memory.post(ACCEDE, {"document": str(LETTER)}, id=MEMBER)
    assert status(memory) == "active"


def test_the_rule_of_the_day_counts_not_the_rule_of_today() -> None:
    changed = network(AccessionRule.PARTICIPATION_AND_PROMISE).also(AccessionRuleSet(rule=TREATY), on="2015-01-01")
    before = world(invited(intent=True), changed)
    before.post(ACCEDE, {"occurred_on": "2014-12-31"}, id=MEMBER)
    assert status(before) == "active"
    after = world(invited(intent=True), changed)
    refused("document-missing", after.post, ACCEDE, {"occurred_on": "2015-01-01"}, id=MEMBER)
    by_its_latest_day = world(invited(intent=True), changed)
    refused("document-missing", by_its_latest_day.post, ACCEDE, {"occurred_on": "2014-06-01/2015-06-01"}, id=MEMBER)


def test_a_network_without_a_rule_takes_nobody() -> None:
    bare = given(REGIONAL_NETWORK, NetworkConceived(slug="la", name="LA"), on="2010-01-01", id=NETWORK)
    refused("accession-rule-missing", world(invited(intent=True), bare).post, ACCEDE, {}, id=MEMBER)


def test_a_network_has_members_from_its_launch_until_its_end() -> None:
    rule = AccessionRule.PARTICIPATION_AND_PROMISE
    early = world(invited(intent=True), network(rule, launched="2014-01-01"))
    refused("network-not-launched", early.post, ACCEDE, {"occurred_on": "2013-12-31"}, id=MEMBER)
    over = world(invited(intent=True), network(rule, concluded="2016-01-01"))
    refused("network-not-launched", over.post, ACCEDE, {"occurred_on": "2016-01-01"}, id=MEMBER)


def test_founding_members_are_admitted_at_the_launch_and_owe_a_focal_point() -> None:
    memory = world()
    memory.post(ADMIT, {**PAIR, "occurred_on": "2012-03-29", "focal_point_due": "2013-03-30"})
    assert memory.state(MEMBERSHIP, MEMBER).focal_point_due == date(2013, 3, 30)
    refused("not-at-the-launch", world().post, ADMIT, {**PAIR, "occurred_on": "2012-03-30"})
    season = world()
    season.post(ADMIT, {**PAIR, "occurred_on": "spring 2012"})
    assert status(season) == "active"


def test_a_founding_member_of_a_focal_point_network_promises_by_a_day() -> None:
    wish = {**PAIR, "occurred_on": "2012-03-29"}
    memory = world(rule=AccessionRule.FOCAL_POINT)
    refused("focal-point-due-missing", memory.post, ADMIT, wish)
    memory.post(ADMIT, {**wish, "focal_point_due": "2013-03-30"})
    assert status(memory) == "active"


@pytest.mark.parametrize("rule", [DOCUMENT, TREATY])
def test_who_signs_at_the_launch_accedes_with_the_document(rule: AccessionRule) -> None:
    refused("document-missing", world(rule=rule).post, ADMIT, {**PAIR, "occurred_on": "2012-03-29"})


def test_records_obey_the_rule_too() -> None:
    row = {**PAIR, "status": "active", "occurred_on": "2014-01-01", "row": "memberships/arg"}
    refused("document-missing", world(rule=TREATY).post, "memberships/record", row)
    memory = world(rule=TREATY)
    memory.post("memberships/record", {**row, "source": str(LETTER)})
    assert status(memory) == "active"


def test_a_correction_obeys_the_rule_of_the_date_it_names() -> None:
    changed = network(AccessionRule.PARTICIPATION_AND_PROMISE).also(AccessionRuleSet(rule=TREATY), on="2015-01-01")
    memory = world(invited(intent=True), changed)
    memory.post(ACCEDE, {"occurred_on": "2014-12-31"}, id=MEMBER)
    later = [{"fact": fact, "occurred_on": "2015-06-01"} for fact in (3, 4)]
    refused("document-missing", memory.correct, MEMBERSHIP, MEMBER, *later)
    named = {"network": str(NETWORK), "state": "ARG", "promised": True, "document": str(LETTER)}
    memory.correct(MEMBERSHIP, MEMBER, {**later[0], "content": named}, later[1])
    assert str(memory.state(MEMBERSHIP, MEMBER).periods[0].since) == "2015-06-01"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({**PAIR, "network": str(NOBODY)}, "unknown-network"),
        ({**PAIR, "state": "CHL"}, "unknown-state"),
        ({**PAIR, "state": "BRA", "occurred_on": "2012-12-31"}, "unknown-state"),
        ({**PAIR, "occurred_on": "2009-12-31"}, "unknown-network"),
        ({**PAIR, "source": str(NOBODY)}, "unknown-source"),
    ],
)
def test_an_invitation_names_what_is_there_on_that_day(wish: dict[str, Any], code: str) -> None:
    refused(code, world().post, "memberships", wish)


def test_a_task_is_refused_before_its_object_is_there() -> None:
    memory = world(member())
    wish = {"occurred_on": "2011-01-01"}
    refused("not-there-yet", memory.post, "memberships/{id}/suspend", wish, id=MEMBER)


def test_a_launch_that_nobody_dated_founds_nobody() -> None:
    unlaunched = given(REGIONAL_NETWORK, NetworkConceived(slug="la", name="LA"), on="2010-01-01", id=NETWORK)
    refused("network-not-launched", world(unlaunched).post, ADMIT, {**PAIR, "occurred_on": "2012-03-29"})
    later = unlaunched.also(AccessionRuleSet(rule=AccessionRule.PARTICIPATION_AND_PROMISE), on="2010-02-01")
    launched = later.also(NetworkLaunched(), on="by 2012-03-29")
    memory = world(launched)
    memory.post(ADMIT, {**PAIR, "occurred_on": "2012-03-29"})
    assert status(memory) == "active"
