"""What is recorded of a person: facts without values, values that are checked, errors that do not repeat them (I2, D1)."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from services.enrollment.domain import personal
from services.enrollment.domain.person import PERSON
from shared.contracts.enrollment.person import (
    AddressRecorded,
    AddressRemoved,
    ConsentGiven,
    ConsentWithdrawn,
    LanguageChosen,
    NameRecorded,
    PersonRegistered,
    PostDetailsRecorded,
    PostTakenUp,
)
from shared.contracts.enrollment.words import Channel, Gender, Language, Level, Purpose, Sector
from shared.errors import RuleBroken
from tests.support.given import given

REGISTERED = PersonRegistered(state="ARG", sector=Sector.JUSTICE, level=Level.MIDDLE, gender=Gender.FEMALE)
CONTACT = uuid4()
SOMEBODY = UUID(int=1)
NAMED = NameRecorded(person=SOMEBODY)
REACHED = AddressRecorded(person=SOMEBODY, contact=CONTACT, channel=Channel.EMAIL)
AGREED = ConsentGiven(person=SOMEBODY, purpose=Purpose.DIRECTORY)
WITHDRAWN = ConsentWithdrawn(person=SOMEBODY, purpose=Purpose.DIRECTORY)


def _address(address: str, channel: str = "email") -> personal.RecordAddress:
    row = {"contact": str(CONTACT), "channel": channel, "address": address}
    return personal.RecordAddress.model_validate(row, strict=False)


def test_a_fact_says_that_there_is_a_name_and_not_which() -> None:
    command = personal.RecordName(given_name="Ana", family_name="Gil")
    after = given(PERSON, REGISTERED).when(personal.record_name, command).then(NAMED)
    assert after.state is not None
    assert after.state.name == 2
    assert after.also(NAMED, on="2021-01-01").state.name == 3  # type: ignore[union-attr]


def test_details_belong_to_the_latest_post_of_their_day() -> None:
    told = PostDetailsRecorded(person=SOMEBODY, state="ARG", sector=Sector.JUSTICE)
    command = personal.RecordPostDetails(rank="Fiscal")
    after = given(PERSON, REGISTERED).when(personal.record_post_details, command, on="2013-01-01").then(told)
    moved = after.also(PostTakenUp(state="BRA", sector=Sector.OTHER, level=Level.SENIOR), on="2014-01-01")
    assert moved.state is not None
    assert [post.details for post in moved.state.posts] == [2, None]
    with pytest.raises(RuleBroken, match="no-such-post"):
        moved.also(told, on="2015-01-01")


def test_a_contact_point_keeps_its_channel_and_is_a_claim() -> None:
    facts = given(PERSON, REGISTERED).when(personal.record_address, _address("ana@example.org")).then(REACHED)
    assert facts.state is not None
    assert PERSON.claims(facts.state) == [f"contact:{CONTACT}"]
    facts.when(personal.record_address, _address("+5491112345678", "phone")).then_refused("other-channel")
    facts.when(personal.record_address, _address("other@example.org")).then(REACHED)


def test_only_an_address_that_is_there_is_removed() -> None:
    command = personal.RemoveAddress(contact=CONTACT)
    gone = AddressRemoved(person=SOMEBODY, contact=CONTACT, channel=Channel.EMAIL)
    after = given(PERSON, REGISTERED, REACHED).when(personal.remove_address, command).then(gone)
    assert after.state is not None
    assert after.state.contacts == {}
    after.when(personal.remove_address, command).then_refused("not-found")
    with pytest.raises(RuleBroken, match="no-such-contact"):
        after.also(gone, on="2021-01-01")


def test_consents_have_a_history() -> None:
    agree = personal.GiveConsent(purpose=Purpose.DIRECTORY)
    withdraw = personal.WithdrawConsent(purpose=Purpose.DIRECTORY)
    given(PERSON, REGISTERED).when(personal.withdraw_consent, withdraw).then_refused("already-so")
    facts = given(PERSON, REGISTERED).when(personal.give_consent, agree, on="2013-01-01").then(AGREED)
    facts.when(personal.give_consent, agree).then_refused("already-so")
    after = facts.when(personal.withdraw_consent, withdraw, on="2015-01-01").then(WITHDRAWN)
    consents = [after.as_of(day).consents for day in ("2012-06-01", "2014-01-01", "2016-01-01")]  # type: ignore[union-attr]
    assert consents == [(), (Purpose.DIRECTORY,), ()]
    with pytest.raises(RuleBroken, match="no-such-consent"):
        given(PERSON, REGISTERED, WITHDRAWN)


def test_a_language_is_chosen_once() -> None:
    command = personal.ChooseLanguage(language=Language.ES)
    chosen = LanguageChosen(person=SOMEBODY, language=Language.ES)
    facts = given(PERSON, REGISTERED).when(personal.choose_language, command).then(chosen)
    facts.when(personal.choose_language, command).then_refused("already-so")


def test_a_fact_about_somebody_else_is_refused() -> None:
    with pytest.raises(RuleBroken, match="wrong-aggregate"):
        given(PERSON, REGISTERED, NameRecorded(person=uuid4()))


@pytest.mark.parametrize("address", ["ana@example.org", "a.b+c@sub.example.org", "o'neil@example.co.ke"])
def test_a_bare_address_is_taken(address: str) -> None:
    assert _address(address).address == address


@pytest.mark.parametrize(
    "address",
    [
        "Ana <ana@example.org>",
        "<ana@example.org>",
        "ana@example.org\nBcc: other@example.org",
        "ana@example.org\r\n",
        "ana@example.org, other@example.org",
        '"ana gil"@example.org',
        "ana@[127.0.0.1]",
        "ana@localhost",
        "ana@@example.org",
        ".ana@example.org",
        "ana\u202e@example.org",
        "ana\u200b@example.org",
        "\u0430na@example.org",
        "=?utf-8?q?ana?=@example.org",
        "ana(comment)@example.org",
        "ana@example.org;",
        "a" * 65 + "@example.org",
        "+5491112345678",
        "",
    ],
)
def test_anything_else_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(ValidationError) as refused:
        _address(address)
    found = refused.value.errors(include_input=False, include_url=False, include_context=False)
    assert {one["loc"] for one in found} == {("address",)}
    assert not address or address not in str(found)


@pytest.mark.parametrize(("number", "is_one"), [("+5491112345678", True), ("00541112345", False), ("+0541112", False)])
def test_a_phone_number_is_as_e164_writes_it(number: str, is_one: bool) -> None:  # noqa: FBT001
    if is_one:
        assert _address(number, "phone").address == number
    else:
        with pytest.raises(ValidationError):
            _address(number, "phone")


@pytest.mark.parametrize("name", ["Ana\u202eliG", "Ana\nGil", "Ana\x00", "A\u200bna", "\ue000", " ", "a" * 201])
@pytest.mark.parametrize("field", ["given_name", "family_name", "title"])
def test_a_name_that_hides_something_is_refused(field: str, name: str) -> None:
    row: dict[str, Any] = {"given_name": "Ana", "family_name": "Gil", field: name}
    with pytest.raises(ValidationError) as refused:
        personal.RecordName(**row)
    assert [one["loc"] for one in refused.value.errors()] == [(field,)]


def test_post_details_say_something() -> None:
    with pytest.raises(ValidationError, match="at least one"):
        personal.RecordPostDetails()


@pytest.mark.parametrize(
    "command",
    [
        personal.RecordName(given_name="Canary", family_name="Canary", title="Canary"),
        personal.RecordPostDetails(body="Canary", rank="Canary", title="Canary"),
        _address("Canary@example.org"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_no_dump_and_no_repr_of_a_command_has_its_values(command: Any) -> None:
    assert "Canary" not in command.model_dump_json() + repr(command) + str(command)
