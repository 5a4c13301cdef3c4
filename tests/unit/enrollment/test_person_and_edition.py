"""People with their posts, and lines of seminars."""

from uuid import UUID, uuid4

import pytest

from services.enrollment.domain.edition import (
    EDITION,
    DefineEdition,
    RecordEdition,
    RetireEdition,
    define_edition,
    record_edition,
    retire_edition,
)
from services.enrollment.domain.person import (
    PERSON,
    LeavePost,
    RecordPerson,
    RecordPost,
    RegisterPerson,
    leave_post,
    record_person,
    record_post,
    register_person,
)
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.edition import EditionDefined, EditionRetired, Partner
from shared.contracts.enrollment.person import PersonRegistered, PostLeft, PostTakenUp
from shared.contracts.enrollment.words import Gender, Level, PartnerRole, Role, Sector
from shared.errors import Conflict, RuleBroken
from tests.support.given import given

REGISTERED = PersonRegistered(state="ARG", sector=Sector.JUSTICE, level=Level.MIDDLE, gender=Gender.FEMALE)
SENIOR = PostTakenUp(state="ARG", sector=Sector.JUSTICE, level=Level.SENIOR)
BRAZILIAN = PostTakenUp(state="BRA", sector=Sector.DEFENCE, level=Level.SENIOR)
LEFT = PostLeft(state="ARG", sector=Sector.JUSTICE)
NETWORK = uuid4()
DEFINED = EditionDefined(slug="global", name="Global", sectors=(Sector.JUSTICE,))


def _post(event: PostTakenUp | PersonRegistered) -> RecordPost:
    return RecordPost(state=event.state, sector=event.sector, level=event.level)


def test_a_person_is_registered_in_their_post() -> None:
    command = RegisterPerson(state="ARG", sector=Sector.JUSTICE, level=Level.MIDDLE, gender=Gender.FEMALE)
    after = given(PERSON).when(register_person, command).then(REGISTERED)
    assert after.state is not None
    assert PERSON.scopes(after.state) == {"secretariat", "state:ARG"}


def test_a_person_of_a_data_set_is_recorded_once() -> None:
    row = {"occurred_on": "2012-01-01", "row": "a", "id": UUID(int=1), "state": "ARG", "sector": Sector.JUSTICE}
    command = RecordPerson.model_validate({**row, "level": Level.MIDDLE, "gender": Gender.FEMALE})
    given(PERSON).when(record_person, command).then(REGISTERED)
    given(PERSON, REGISTERED).when(record_person, command).then_refused("exists-already")


def test_a_new_post_ends_the_one_before() -> None:
    after = given(PERSON, REGISTERED, on="2010").when(record_post, _post(SENIOR), on="2012-03").then(SENIOR).state
    assert after is not None
    assert [(post.level, str(post.since), str(post.until)) for post in after.posts] == [
        (Level.MIDDLE, "2010", "2012-03"),
        (Level.SENIOR, "2012-03", "None"),
    ]


def test_the_same_post_is_no_new_one_unless_it_was_left() -> None:
    given(PERSON, REGISTERED).when(record_post, _post(REGISTERED)).then_refused("already-so")
    again = PostTakenUp(state="ARG", sector=Sector.JUSTICE, level=Level.MIDDLE)
    given(PERSON, REGISTERED, LEFT).when(record_post, _post(REGISTERED)).then(again)


def test_a_post_is_left_once() -> None:
    given(PERSON, REGISTERED).when(leave_post, LeavePost()).then(LEFT)
    given(PERSON, REGISTERED, LEFT).when(leave_post, LeavePost()).then_refused("no-such-post")


def test_who_left_keeps_the_scope_of_the_last_state() -> None:
    state = given(PERSON, REGISTERED, BRAZILIAN).also(PostLeft(state="BRA", sector=Sector.DEFENCE)).state
    assert state is not None
    assert PERSON.scopes(state) == {"secretariat", "state:BRA"}


def test_posts_learned_out_of_order_stand_in_order() -> None:
    posts = given(PERSON, REGISTERED, on="2008").also(BRAZILIAN, on="2012").also(SENIOR, on="2010")
    assert posts.state is not None
    assert [(post.state, str(post.since)) for post in posts.state.posts] == [
        ("ARG", "2008"),
        ("ARG", "2010"),
        ("BRA", "2012"),
    ]
    moved = posts.corrected(3, on="2013").state
    assert moved is not None
    assert [post.level for post in moved.posts] == [Level.MIDDLE, Level.SENIOR, Level.SENIOR]
    assert moved.posts[-1].state == "ARG"


def test_a_post_cannot_be_moved_before_the_person_was_known() -> None:
    with pytest.raises(RuleBroken, match="not-possible"):
        given(PERSON, REGISTERED, on="2008").also(SENIOR, on="2007")


def test_a_leaving_that_a_correction_makes_impossible_is_named() -> None:
    facts = given(PERSON, REGISTERED, on="2008").also(LEFT, on="2010")
    with pytest.raises(Conflict, match="later-fact-conflicts") as refused:
        facts.also(BRAZILIAN, on="2009")
    assert refused.value.params["fact"] == 2


def test_an_edition_is_defined_and_retired() -> None:
    command = DefineEdition(slug="global", name="Global", sectors=(Sector.JUSTICE,))
    after = given(EDITION).when(define_edition, command).then(DEFINED)
    assert after.state is not None
    assert EDITION.claims(after.state) == ["edition-slug:global"]
    assert EDITION.scopes(after.state) == {"secretariat"}
    assert after.state.graduating == (Role.PARTICIPANT,)
    retired = after.when(retire_edition, RetireEdition()).then(EditionRetired(slug="global"))
    retired.when(retire_edition, RetireEdition()).then_refused("not-possible")


def test_an_edition_of_a_network_has_its_scope_and_may_let_fellows_graduate() -> None:
    command = DefineEdition(slug="la", name="LA", sectors=(Sector.JUSTICE,), network=NETWORK, fellows_graduate=True)
    event = EditionDefined(slug="la", name="LA", sectors=command.sectors, network=NETWORK, fellows_graduate=True)
    state = given(EDITION).when(define_edition, command).then(event).state
    assert state is not None
    assert EDITION.scopes(state) == {"secretariat", f"network:{NETWORK}"}
    assert state.graduating == (Role.PARTICIPANT, Role.FELLOW)


def test_a_sector_is_named_once() -> None:
    command = DefineEdition(slug="g", name="G", sectors=(Sector.JUSTICE, Sector.JUSTICE))
    given(EDITION).when(define_edition, command).then_refused("named-twice", field="sectors")


def test_a_past_edition_is_recorded_with_its_end() -> None:
    partner = Partner(body=uuid4(), role=PartnerRole.SCHOOL)
    command = RecordEdition.model_validate_json(
        f"""{{"occurred_on": "2010", "row": "e", "id": "{UUID(int=1)}", "slug": "us-military", "name": "US",
        "sectors": ["military"], "partners": [{partner.model_dump_json()}], "retired_on": "2011-12-31"}}"""
    )
    defined = EditionDefined(slug="us-military", name="US", sectors=(Sector.MILITARY,), partners=(partner,))
    retired = Dated(EditionRetired(slug="us-military"), PartialDate.parse("2011-12-31"))
    after = given(EDITION).when(record_edition, command, on="2010").then(defined, retired)
    assert after.as_of("2011-12-30").status == "open"  # type: ignore[union-attr]
    after.when(record_edition, command).then_refused("exists-already")
