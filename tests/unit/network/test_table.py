"""The table as a whole: every event has a maker, every line keeps its word, and rights end at the own network and state."""

from typing import Any
from uuid import UUID

import pytest

from services.network.application.commands import COMMANDS
from services.network.application.reactions import REACTIONS
from services.network.domain.body import BODY
from services.network.domain.membership import MEMBERSHIP
from services.network.domain.source import SOURCE
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.network.focal_point_seat import FocalPointSeatOpened
from shared.contracts.network.initiative import InitiativeRightConfirmed, InitiativeRightQuestioned
from shared.contracts.published import CATALOG
from tests.support.memory import refused
from tests.unit.network.world import (
    EVA,
    LETTER,
    MEMBER,
    NETWORK,
    OTHER_NETWORK,
    PAIR,
    actor,
    focal_point,
    member,
    world,
)

BY_REACTIONS = {FocalPointSeatOpened, InitiativeRightQuestioned, InitiativeRightConfirmed, NetworkFactRetracted}
ADMIN = actor("regional_admin", f"network:{NETWORK}", "state:ARG")
OTHER_ADMIN = actor("regional_admin", f"network:{OTHER_NETWORK}", "state:KEN")
FOCAL_POINT, OTHER_FOCAL_POINT = actor("focal_point", "state:ARG"), actor("focal_point", "state:BRA")
AUDITOR, REVIEWER = actor("auditor"), actor("reviewer")
INVITE = {**PAIR, "occurred_on": "2014-01-01"}


def test_each_event_of_the_contract_is_made_by_a_command_or_a_reaction() -> None:
    ours = {event for event in CATALOG.events.values() if event.type.startswith("network.")}
    made = {event for line in COMMANDS for event in line.makes}
    assert made.isdisjoint(BY_REACTIONS)
    assert made | BY_REACTIONS == ours


def test_paths_and_commands_are_unique() -> None:
    assert len({line.path for line in COMMANDS}) == len(COMMANDS)
    assert len({line.operation for line in COMMANDS}) == len(COMMANDS)


def test_each_collection_is_one_kind_of_aggregate() -> None:
    kinds = {(line.collection, line.kind.name) for line in COMMANDS}
    assert len(kinds) == len({collection for collection, _ in kinds})


def test_no_event_has_two_lines_in_the_table_of_reactions() -> None:
    heard = [line.event for line in REACTIONS]
    assert len(heard) == len(set(heard))


def test_what_lines_make_is_what_they_say() -> None:
    """Every record and creation of a whole story, against the `makes` of its line."""
    memory = world(member(), focal_point())
    lines = {line.path: line for line in COMMANDS}
    initiative = UUID(int=60)
    of = {"proposer_kind": "focal-point", "proposer": str(EVA), "kind": "policy", "title": "T", **PAIR}
    steps: tuple[tuple[str, dict[str, Any], UUID | None], ...] = (
        ("memberships", {**INVITE, "state": "BRA"}, None),
        ("memberships/{id}/suspend", {"occurred_on": "2015-01-01"}, MEMBER),
        ("memberships/{id}/resume", {"occurred_on": "2015-02-01"}, MEMBER),
        ("initiatives/record", {**of, "id": str(initiative), "stage": "completed", "occurred_on": "2014-01-01"}, None),
        ("initiatives/{id}/evaluate", {"report": str(LETTER), "occurred_on": "2014-05-01"}, initiative),
        ("initiatives/{id}/close", {"occurred_on": "2014-06-01"}, initiative),
        ("memberships/{id}/lapse", {"occurred_on": "2016-01-01"}, MEMBER),
    )
    for path, body, id in steps:
        memory.journal.clear()
        memory.post(path, body, id=id)
        assert {type(event.event) for event in memory.journal} <= set(lines[path].makes), path
        assert memory.journal, path


@pytest.mark.parametrize("who", [AUDITOR, REVIEWER])
def test_roles_that_change_nothing_are_told_so(who: Any) -> None:
    refused("forbidden", world(member()).post, "memberships/{id}/suspend", {}, id=MEMBER, actor=who)


def test_an_admin_acts_in_the_granted_network_and_nowhere_else() -> None:
    memory = world(member())
    refused("not-found", memory.post, "memberships/{id}/suspend", {}, id=MEMBER, actor=OTHER_ADMIN)
    memory.post("memberships/{id}/suspend", {"occurred_on": "2014-01-01"}, id=MEMBER, actor=ADMIN)
    assert memory.state(MEMBERSHIP, MEMBER).status == "suspended"


def test_nobody_creates_what_would_not_be_their_own() -> None:
    memory = world()
    refused("not-found", memory.post, "memberships", INVITE, actor=OTHER_ADMIN)
    assert ("membership", MEMBER) not in memory.events
    memory.post("memberships", INVITE, actor=ADMIN)
    assert memory.state(MEMBERSHIP, MEMBER).status == "invited"


def test_a_focal_point_proposes_for_the_own_state_only_and_changes_no_membership() -> None:
    memory = world(member(), focal_point())
    wish = {**PAIR, "proposer_kind": "focal-point", "proposer": str(EVA), "kind": "policy", "title": "T"}
    wish |= {"occurred_on": "2014-02-01", "id": str(UUID(int=60))}
    refused("not-found", memory.post, "initiatives", wish, actor=OTHER_FOCAL_POINT)
    memory.post("initiatives", wish, actor=FOCAL_POINT)
    refused("forbidden", memory.post, "memberships/{id}/suspend", {}, id=MEMBER, actor=FOCAL_POINT)


def test_sources_and_bodies_are_registered_by_whom_they_concern() -> None:
    memory = world()
    letter = {"title": "Letter", "address": "archive/2", "occurred_on": "2014-01-01", "id": str(UUID(int=80))}
    refused("not-found", memory.post, "sources", letter, actor=ADMIN)
    memory.post("sources", {**letter, "network": str(NETWORK)}, actor=ADMIN)
    assert memory.state(SOURCE, UUID(int=80)).network == NETWORK
    body = {"kind": "ministry", "name": "Defence", "occurred_on": "2014-01-01", "id": str(UUID(int=81))}
    refused("not-found", memory.post, "bodies", {**body, "state": "BRA"}, actor=ADMIN)
    memory.post("bodies", {**body, "state": "ARG"}, actor=ADMIN)
    assert memory.state(BODY, UUID(int=81)).name == "Defence"


def test_a_creation_that_is_repeated_changes_nothing_and_one_that_differs_is_refused() -> None:
    memory = world()
    letter = {"title": "Letter", "address": "archive/2", "occurred_on": "2014-01-01", "id": str(UUID(int=80))}
    assert not memory.post("sources", letter).unchanged
    assert memory.post("sources", letter).unchanged
    refused("exists-differently", memory.post, "sources", {**letter, "title": "Another"})


def test_a_source_that_says_what_is_not_there_is_refused() -> None:
    wish = {"text": "x", "source": str(LETTER), "occurred_on": "2014-01-01", "about_kind": "body"}
    refused("unknown-object", world().post, "statements", {**wish, "about_id": str(UUID(int=98))})
    foreign = world().post("statements", {**wish, "about_kind": "edition", "about_id": str(UUID(int=98))})
    assert foreign.version == 1


def test_facts_of_reactions_are_corrected_by_the_secretariat_only() -> None:
    memory = world()
    founding = {**PAIR, "occurred_on": "2012-03-29", "focal_point_due": "2013-03-30"}
    memory.post("memberships/admit-founding-member", founding)
    memory.hear_all()
    ((kind, id),) = [key for key in memory.events if key[0] == "seat"]
    change = {"fact": 1, "content": {**PAIR, "due": "2014-03-30"}}
    refused("forbidden", memory.correct, memory.kinds[kind], id, change, actor=ADMIN)
    memory.correct(memory.kinds[kind], id, change)
    assert len(memory.events[kind, id]) == 2
