"""What is recorded of a person that only the people store keeps, and what the person wants: consents, a language.

The decisions state facts without the values (security.md D1); the values go to the store in the same transaction (`keeps`).
"""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from pydantic import ValidationInfo, field_validator, model_validator

from services.enrollment.domain.person import Person
from shared.aggregate import Command, Context, Said
from shared.contracts.enrollment.person import (
    AddressRecorded,
    AddressRemoved,
    ConsentGiven,
    ConsentWithdrawn,
    LanguageChosen,
    NameRecorded,
    PostDetailsRecorded,
)
from shared.contracts.enrollment.words import Channel, Language, Purpose
from shared.contracts.privacy import MaybePersonal, Personal, PersonalAddress, checked_address
from shared.errors import Conflict, NotFound


class RecordName(Command):
    """Write down how the person is called; kept encrypted, shown only to those who may see it."""

    given_name: Personal
    family_name: Personal
    title: MaybePersonal = None


class RecordPostDetails(Command):
    """Write down body, rank or title of the post held; kept encrypted, shown only to those who may see it."""

    body: MaybePersonal = None
    rank: MaybePersonal = None
    title: MaybePersonal = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.body is None and self.rank is None and self.title is None:
            raise ValueError("must say at least one of body, rank and title")
        return self


class RecordAddress(Command):
    """Write down where a contact point reaches the person: a bare e-mail address, or a phone number as E.164 writes it."""

    contact: UUID
    channel: Channel
    address: PersonalAddress

    @field_validator("address")
    @classmethod
    def _fits_its_channel(cls, address: str, info: ValidationInfo) -> str:
        channel = info.data.get("channel")
        return checked_address(channel, address) if channel else address


class RemoveAddress(Command):
    """Delete the address of a contact point, and the contact point with it."""

    contact: UUID


class GiveConsent(Command):
    """The person agrees to a use."""

    purpose: Purpose


class WithdrawConsent(Command):
    """The person no longer agrees to a use."""

    purpose: Purpose


class ChooseLanguage(Command):
    """The person wants to be written to in this language."""

    language: Language


def record_name(state: Person, command: RecordName, context: Context) -> Sequence[Said]:
    """A later name is the one to use; which one it is cannot be compared here."""
    return [NameRecorded(person=state.id)]


def record_post_details(state: Person, command: RecordPostDetails, context: Context) -> Sequence[Said]:
    """Of the latest post at that date."""
    last = state.posts[-1]
    return [PostDetailsRecorded(person=state.id, state=last.state, sector=last.sector)]


def record_address(state: Person, command: RecordAddress, context: Context) -> Sequence[Said]:
    """A contact point keeps its channel."""
    if state.contacts.get(command.contact, command.channel) is not command.channel:
        raise Conflict("other-channel", field="channel", contact=command.contact)
    return [AddressRecorded(person=state.id, contact=command.contact, channel=command.channel)]


def remove_address(state: Person, command: RemoveAddress, context: Context) -> Sequence[Said]:
    """Only one that is there."""
    channel = state.contacts.get(command.contact)
    if channel is None:
        raise NotFound("not-found")
    return [AddressRemoved(person=state.id, contact=command.contact, channel=channel)]


def give_consent(state: Person, command: GiveConsent, context: Context) -> Sequence[Said]:
    """From that day on."""
    if command.purpose in state.consents:
        raise Conflict.already_so(purpose=command.purpose)
    return [ConsentGiven(person=state.id, purpose=command.purpose)]


def withdraw_consent(state: Person, command: WithdrawConsent, context: Context) -> Sequence[Said]:
    """Takes effect at the next look or message."""
    if command.purpose not in state.consents:
        raise Conflict.already_so(purpose=command.purpose)
    return [ConsentWithdrawn(person=state.id, purpose=command.purpose)]


def choose_language(state: Person, command: ChooseLanguage, context: Context) -> Sequence[Said]:
    """Until another is chosen."""
    if state.language is command.language:
        raise Conflict.already_so(language=command.language)
    return [LanguageChosen(person=state.id, language=command.language)]
