"""Agreements with partners (invariant 20): signed by today, one in force for each partner, kind and scope, ended by their day."""

from datetime import date
from typing import Any
from uuid import UUID

from services.network.domain.agreement import (
    AGREEMENT,
    ENDS,
    AmendAgreement,
    DraftAgreement,
    ExpireAgreement,
    PartnerAgreement,
    RecordAgreement,
    ResumeAgreement,
    SignAgreement,
    SuspendAgreement,
    TerminateAgreement,
    amend_agreement,
    draft_agreement,
    expire_agreement,
    record_agreement,
    resume_agreement,
    sign_agreement,
    suspend_agreement,
    terminate_agreement,
)
from shared.aggregate import Dated, Deadline
from shared.contracts.dates import PartialDate
from shared.contracts.network.agreement import (
    AgreementAmended,
    AgreementDrafted,
    AgreementExpired,
    AgreementKind,
    AgreementResumed,
    AgreementSigned,
    AgreementSuspended,
    AgreementTerminated,
)
from tests.support.given import Given, given
from tests.support.memory import refused
from tests.unit.network.world import LETTER, MINISTRY, NETWORK, NOBODY, world

ID, UNTIL = UUID(int=1), date(2014, 12, 31)
OF: dict[str, Any] = {"body": MINISTRY, "network": None}
WISH: dict[str, Any] = {"kind": AgreementKind.HOST, "scope": "seminars", "title": "Host of the seminars"}
DRAFTED, SIGNED = AgreementDrafted(**OF, **WISH), AgreementSigned(**OF, until=UNTIL, document=LETTER)
BODY = {"body": str(MINISTRY), "kind": "host", "scope": "seminars", "title": "Host", "occurred_on": "2012-01-01"}


def drafted() -> Given[PartnerAgreement]:
    return given(AGREEMENT, DRAFTED, on="2012-01-01", id=ID)


def in_force() -> Given[PartnerAgreement]:
    return drafted().also(SIGNED, on="2012-02-01")


def standing(facts: Given[PartnerAgreement], day: str) -> str:
    state = facts.as_of(day)
    assert state is not None
    return state.status


def test_an_agreement_lives_from_the_draft_to_its_last_day() -> None:
    facts = given(AGREEMENT, id=ID).when(draft_agreement, DraftAgreement(**OF, **WISH), on="2012-01-01").then(DRAFTED)
    wish = SignAgreement(until=UNTIL, document=LETTER)
    facts = facts.when(sign_agreement, wish, on="2012-02-01").then(SIGNED)
    rests = AgreementSuspended(**OF, reason="Elections")
    facts = facts.when(suspend_agreement, SuspendAgreement(reason="Elections"), on="2013-01-01").then(rests)
    facts = facts.when(resume_agreement, ResumeAgreement(), on="2013-02-01").then(AgreementResumed(**OF))
    facts = facts.when(expire_agreement, ExpireAgreement(), on="2015-01-01").then(AgreementExpired(**OF))
    days = ("2012-01-15", "2012-02-01", "2013-01-15", "2014-12-31", "2015-01-01")
    assert [standing(facts, day) for day in days] == ["drafted", "in_force", "suspended", "in_force", "expired"]


def test_the_same_id_is_drafted_once() -> None:
    drafted().when(draft_agreement, DraftAgreement(**OF, **WISH)).then_refused("exists-already")


def test_it_does_not_end_before_it_begins_nor_expire_before_it_ends() -> None:
    early = SignAgreement(until=date(2012, 1, 31))
    drafted().when(sign_agreement, early, on="2012-02-01").then_refused("ends-before-it-begins")
    in_force().when(expire_agreement, ExpireAgreement(), on="2014-12-31").then_refused("not-ended-yet")
    endless = drafted().also(AgreementSigned(**OF), on="2012-02-01")
    endless.when(expire_agreement, ExpireAgreement(), on="2015-01-01").then_refused("already-so")


def test_an_amendment_moves_its_last_day_and_its_deadline() -> None:
    state = in_force().state
    assert state
    assert AGREEMENT.deadlines(state) == (Deadline("end", date(2015, 1, 1), ENDS),)
    longer = AgreementAmended(**OF, title="Host of the seminars", until=date(2020, 12, 31))
    wish = AmendAgreement(until=date(2020, 12, 31))
    facts = in_force().when(amend_agreement, wish, on="2014-01-01").then(longer)
    assert facts.state
    assert AGREEMENT.deadlines(facts.state) == (Deadline("end", date(2021, 1, 1), ENDS),)
    facts.when(expire_agreement, ExpireAgreement(), on="2015-01-01").then_refused("not-ended-yet")


def test_what_was_suspended_does_not_come_back_after_its_last_day() -> None:
    resting = in_force().also(AgreementSuspended(**OF, reason="x"), on="2013-01-01")
    resting.when(resume_agreement, ResumeAgreement(), on="2015-01-01").then_refused("ended")
    assert standing(resting.when(expire_agreement, ExpireAgreement(), on="2015-01-01").after, "2015-01-01") == "expired"


def test_it_is_terminated_once_also_as_a_draft() -> None:
    gone = AgreementTerminated(**OF, reason="No means")
    wish = TerminateAgreement(reason="No means")
    drafted().when(terminate_agreement, wish, on="2012-02-01").then(gone)
    ended = in_force().when(terminate_agreement, wish, on="2013-01-01").then(gone)
    ended.when(terminate_agreement, wish, on="2013-02-01").then_refused("not-possible")
    ended.when(sign_agreement, SignAgreement(), on="2013-02-01").then_refused("not-possible")


def test_a_record_knows_when_it_was_in_force() -> None:
    on = PartialDate.parse("2010")
    wish = RecordAgreement(**OF, **WISH, id=ID, until=date(2011, 12, 31), occurred_on=on, row="a/1")
    facts = (
        given(AGREEMENT, id=ID)
        .when(record_agreement, wish)
        .then(
            Dated(DRAFTED, on, inferred=True),
            Dated(AgreementSigned(**OF, until=date(2011, 12, 31)), on),
            Dated(AgreementExpired(**OF), PartialDate.parse("2012-01-01")),
        )
    )
    facts.when(record_agreement, wish).then_refused("exists-already")
    lasting = wish.model_copy(update={"until": date(2099, 12, 31)})
    assert given(AGREEMENT, id=ID).when(record_agreement, lasting).after.state.status == "in_force"  # type: ignore[union-attr]


def test_an_event_of_another_partner_is_refused() -> None:
    refused("wrong-aggregate", in_force().also, AgreementExpired(body=LETTER), on="2015-01-01")


def test_it_claims_its_place_from_the_signature_to_the_end() -> None:
    claim = f"agreement:{MINISTRY}:host:seminars"
    resting = in_force().also(AgreementSuspended(**OF, reason="x"), on="2013-01-01")
    ended = in_force().also(AgreementExpired(**OF), on="2015-01-01")
    held = [AGREEMENT.claims(facts.state) for facts in (drafted(), in_force(), resting, ended) if facts.state]
    assert held == [(), (claim,), (claim,), ()]


def test_nothing_is_signed_in_the_future() -> None:
    memory = world()
    memory.post("agreements", {**BODY, "id": str(ID)})
    wish = {"occurred_on": "2099-01-01"}
    refused("in-the-future", memory.post, "agreements/{id}/sign", wish, id=ID)
    memory.post("agreements/{id}/sign", {"occurred_on": "2012-02-01"}, id=ID)
    refused("in-the-future", memory.correct, AGREEMENT, ID, {"fact": 2, "occurred_on": "2099-01-01"})


def test_partner_network_and_document_are_known() -> None:
    memory = world()
    refused("unknown-body", memory.post, "agreements", {**BODY, "body": str(NOBODY)})
    refused("unknown-network", memory.post, "agreements", {**BODY, "network": str(NOBODY)})
    memory.post("agreements", {**BODY, "id": str(ID), "network": str(NETWORK)})
    wish = {"document": str(NOBODY), "occurred_on": "2012-02-01"}
    refused("unknown-source", memory.post, "agreements/{id}/sign", wish, id=ID)
    memory.post("agreements/{id}/sign", {**wish, "document": str(LETTER)}, id=ID)
    assert memory.state(AGREEMENT, ID).status == "in_force"
