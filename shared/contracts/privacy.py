"""What is personal: groups of fields, addresses, and the answers of enrollment's people store (security.md D2, D3, K1, K7).

Nothing here is ever part of an event. These values travel between enrollment and its two callers only, and rest nowhere else.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from shared.contracts.enrollment.words import Channel, Language, Purpose
from shared.contracts.text import Code, SafeStr

_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}"
)
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
MOST = 50
"""Persons in one answer (security.md L3)."""


class Group(StrEnum):
    """What is encrypted, shown and erased together: one data key per person and group."""

    IDENTITY = "identity"
    CONTACT = "contact"
    TRAVEL = "travel"
    NOTES = "notes"


def _email(text: str) -> str:
    """A dot-atom and a host name (RFC 5321, 4.1.2, without quoted strings and literals). Raises ValueError, without the value."""
    if not _EMAIL.fullmatch(text) or len(text.partition("@")[0]) > 64 or "=?" in text:
        raise ValueError("must be one bare e-mail address, without display name, comment or line break")
    return text


def _phone(text: str) -> str:
    """ITU-T E.164. Raises ValueError, without the value."""
    if not _PHONE.fullmatch(text):
        raise ValueError("must be a phone number as E.164 writes it: + and 7 to 15 digits")
    return text


EmailAddress = Annotated[str, StringConstraints(max_length=254), AfterValidator(_email)]
PhoneNumber = Annotated[str, StringConstraints(max_length=16), AfterValidator(_phone)]
Personal = Annotated[SafeStr, Field(exclude=True, repr=False)]
"""A field of a command that only the people store keeps: no dump, hash or repr of the command has it."""
MaybePersonal = Annotated[SafeStr | None, Field(exclude=True, repr=False)]
PersonalAddress = Annotated[str, StringConstraints(max_length=254), Field(exclude=True, repr=False)]
"""Not trimmed, so that a line break at its end is refused too; `checked_address` knows the rest."""


def checked_address(channel: Channel, text: str) -> str:
    """The address, if it is one of that channel. Raises ValueError, which tells the rule and never the value."""
    return _email(text) if channel is Channel.EMAIL else _phone(text)


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Erased(_Value):
    """Was there, and was destroyed for good: the ledger of the keystore names person and group."""

    erased: Literal[True] = True


class NotAvailable(_Value):
    """Cannot be told now. `why`: `not-recorded`, or `keys-away` when the keystore, its key or a ciphertext fails us."""

    unavailable: Literal[True] = True
    why: Code


class PostDetails(_Value):
    """Of the latest post."""

    body: SafeStr | None = None
    rank: SafeStr | None = None
    title: SafeStr | None = None


class Identity(_Value):
    """Group `identity` of a person."""

    given_name: SafeStr
    family_name: SafeStr
    title: SafeStr | None = None
    post: PostDetails | None = None


class ContactAddress(_Value):
    """One way to reach a person."""

    contact: UUID
    channel: Channel
    address: SafeStr


class Contacts(_Value):
    """Group `contact` of a person; empty when there is no address."""

    addresses: tuple[ContactAddress, ...] = ()


Told: TypeAlias = Erased | NotAvailable | Identity | Contacts
PersonTold: TypeAlias = Mapping[Group, Told]
"""By group that was asked and may be seen."""


class NamesAsked(_Value):
    """POST /internal/names. `purpose` stands in the view log."""

    ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST)]
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=4)] = (Group.IDENTITY,)
    purpose: Code


class NameSearched(_Value):
    """POST /internal/names/search: case and accents do not matter; every word must begin a word of the name."""

    text: Annotated[SafeStr, Field(repr=False)]
    purpose: Code


class NamesTold(_Value):
    """The answer to both, by person. Who may not be seen is absent, like who does not exist. `more`: there are further ones."""

    persons: Mapping[UUID, PersonTold]
    more: bool = False


class AddressAsked(_Value):
    """POST /internal/address: one address for one Dispatch."""

    dispatch: UUID
    contact: UUID


class AddressTold(_Value):
    """The answer. Whether it may be used for a purpose is judged by `consents`; the name is not given."""

    person: UUID
    channel: Channel
    address: SafeStr
    language: Language | None
    consents: tuple[Purpose, ...] = ()


class ViewRow(_Value):
    """A row of GET /internal/view-log: who looked at whom, why, and what became of it."""

    position: int
    at: str
    actor: UUID
    role: str
    caller: str
    purpose: str
    request: UUID
    subjects: tuple[UUID, ...]
    withheld: tuple[UUID, ...]
    groups: tuple[Group, ...]
    decision: Literal["shown", "denied"]


class ViewLog(_Value):
    """The answer, newest first. `next` is the `before` of the next page."""

    items: tuple[ViewRow, ...]
    next: int | None
