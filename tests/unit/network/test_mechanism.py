"""National mechanisms: announced, established, with institutions of the own state, dissolved."""

from typing import Any
from uuid import UUID

from services.network.domain.mechanism import (
    MECHANISM,
    AddInstitution,
    AnnounceMechanism,
    DissolveMechanism,
    EstablishMechanism,
    NationalMechanism,
    RecordMechanism,
    add_institution,
    announce_mechanism,
    dissolve_mechanism,
    establish_mechanism,
    record_mechanism,
)
from shared.contracts.dates import PartialDate
from shared.contracts.network.body import BodyKind, BodyRegistered
from shared.contracts.network.mechanism import (
    InstitutionJoinedMechanism,
    MechanismAnnounced,
    MechanismDissolved,
    MechanismEstablished,
)
from tests.support.given import Given, given
from tests.support.memory import refused
from tests.unit.network.world import LETTER, MINISTRY, NETWORK, NOBODY, PAIR, member, world

ID, FOREIGN = UUID(int=1), UUID(int=31)
OF: dict[str, Any] = {"network": NETWORK, "state": "ARG"}
ANNOUNCED = MechanismAnnounced(**OF, name="National mechanism")
ESTABLISHED = MechanismEstablished(**OF, document=LETTER)
JOINED, GONE = InstitutionJoinedMechanism(**OF, body=MINISTRY), MechanismDissolved(**OF, reason="New law")
BODY = {**PAIR, "name": "National mechanism", "occurred_on": "2013-01-01", "id": str(ID)}


def established() -> Given[NationalMechanism]:
    return given(MECHANISM, ANNOUNCED, on="2012-01-01", id=ID).also(ESTABLISHED, on="2012-02-01")


def test_a_mechanism_lives_from_the_announcement_to_the_end() -> None:
    wish = AnnounceMechanism(**OF, name="National mechanism")
    facts = given(MECHANISM, id=ID).when(announce_mechanism, wish, on="2012-01-01").then(ANNOUNCED)
    facts = facts.when(establish_mechanism, EstablishMechanism(document=LETTER), on="2012-02-01").then(ESTABLISHED)
    facts = facts.when(add_institution, AddInstitution(body=MINISTRY), on="2012-03-01").then(JOINED)
    facts = facts.when(dissolve_mechanism, DissolveMechanism(reason="New law"), on="2014-01-01").then(GONE)
    standing = [facts.as_of(day) for day in ("2012-01-15", "2012-02-15", "2013-01-01", "2014-01-01")]
    assert [one.status for one in standing if one] == ["announced", "established", "operating", "dissolved"]
    facts.when(add_institution, AddInstitution(body=FOREIGN), on="2014-02-01").then_refused("not-possible")


def test_the_same_id_is_announced_once() -> None:
    wish = AnnounceMechanism(**OF, name="Another")
    established().when(announce_mechanism, wish).then_refused("exists-already")


def test_institutions_join_what_is_established_and_join_once() -> None:
    announced = given(MECHANISM, ANNOUNCED, on="2012-01-01", id=ID)
    announced.when(add_institution, AddInstitution(body=MINISTRY)).then_refused("not-possible")
    operating = established().also(JOINED, on="2012-03-01")
    operating.when(add_institution, AddInstitution(body=MINISTRY)).then_refused("already-so")
    refused("belongs-already", operating.also, JOINED, on="2012-04-01")


def test_a_record_goes_as_far_as_it_is_known() -> None:
    on = PartialDate.parse("2013-04-17")
    wish = RecordMechanism(
        **OF,
        name="National mechanism",
        id=ID,
        stage="established",
        counted=15,
        institutions=(MINISTRY,),
        occurred_on=on,
    )
    facts = (
        given(MECHANISM, id=ID)
        .when(record_mechanism, wish)
        .then(ANNOUNCED, MechanismEstablished(**OF, counted=15), JOINED)
    )
    assert facts.state
    assert (facts.state.status, facts.state.counted) == ("operating", 15)
    facts.when(record_mechanism, wish).then_refused("exists-already")
    only = RecordMechanism(**OF, name="National mechanism", id=ID, stage="announced", occurred_on=on)
    given(MECHANISM, id=ID).when(record_mechanism, only).then(ANNOUNCED)
    more = only.model_copy(update={"counted": 2})
    given(MECHANISM, id=ID).when(record_mechanism, more).then_refused("not-established")


def test_an_event_of_another_state_is_refused() -> None:
    wrong = MechanismDissolved(network=NETWORK, state="BRA", reason="x")
    refused("wrong-aggregate", established().also, wrong, on="2013-01-01")


def test_only_members_have_one_in_the_network() -> None:
    refused("not-a-member", world().post, "mechanisms", BODY)
    early = {**BODY, "occurred_on": "2012-01-01"}
    refused("not-a-member", world(member()).post, "mechanisms", early)
    memory = world(member())
    memory.post("mechanisms", BODY)
    assert memory.state(MECHANISM, ID).state == "ARG"


def test_its_institutions_are_registered_bodies_of_its_state() -> None:
    foreign = BodyRegistered(kind=BodyKind.MINISTRY, name="Justice", state="BRA")
    above = BodyRegistered(kind=BodyKind.INTERNATIONAL_OFFICE, name="Office")
    memory = world(
        member(),
        given(established().kind, ANNOUNCED, on="2013-01-01", id=ID).also(ESTABLISHED, on="2013-01-02"),
        *(_body(id, event) for id, event in ((FOREIGN, foreign), (UUID(int=32), above))),
    )
    path, wish = "mechanisms/{id}/add-institution", {"occurred_on": "2013-02-01"}
    refused("unknown-body", memory.post, path, {**wish, "body": str(NOBODY)}, id=ID)
    refused("body-of-another-state", memory.post, path, {**wish, "body": str(FOREIGN)}, id=ID)
    refused("body-of-another-state", memory.post, path, {**wish, "body": str(UUID(int=32))}, id=ID)
    memory.post(path, {**wish, "body": str(MINISTRY)}, id=ID)
    assert memory.state(MECHANISM, ID).institutions == (MINISTRY,)


def _body(id: UUID, event: BodyRegistered) -> Given[Any]:
    return given(world().kinds["body"], event, on="2010-01-01", id=id)
