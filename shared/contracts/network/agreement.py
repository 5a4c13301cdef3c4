"""What the network service says about agreements with partners: who does what for the programmes, and since when."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.text import Code, PublicText


class AgreementKind(StrEnum):
    """What the partner is by it."""

    HOST = "host"
    CO_ORGANISER = "co-organiser"
    PROVIDER = "provider"
    CHIEF_PARTNER = "chief-partner"
    SCHOOL = "school"
    SUPPORTER = "supporter"
    BENEFICIARY = "beneficiary"
    AGREEMENT = "agreement"


class _OfAgreement(Event):
    """`body` is the partner; `network` the one whose affair it is, None where it is that of all."""

    body: UUID
    network: UUID | None = None


class AgreementDrafted(_OfAgreement, type="network.agreement-drafted", public=True):
    """Somebody wrote down what the partner would do; `scope` names what it covers, in a word."""

    kind: AgreementKind
    scope: Code
    title: PublicText


class AgreementSigned(_OfAgreement, type="network.agreement-signed", public=True):
    """It is in force from that date on, until the end of the day `until` if it has one; `document` is its source."""

    until: date | None = None
    document: UUID | None = None


class AgreementAmended(_OfAgreement, type="network.agreement-amended", public=True):
    """It has another last day, or none, and perhaps another `title`; `document` is the amendment."""

    title: PublicText
    until: date | None = None
    document: UUID | None = None


class AgreementSuspended(_OfAgreement, type="network.agreement-suspended", public=True):
    """It rests."""

    reason: PublicText


class AgreementResumed(_OfAgreement, type="network.agreement-resumed", public=True):
    """It rests no longer."""


class AgreementExpired(_OfAgreement, type="network.agreement-expired", public=True):
    """Its last day has passed."""


class AgreementTerminated(_OfAgreement, type="network.agreement-terminated", public=True):
    """Somebody ended it."""

    reason: PublicText


EVENTS = (
    AgreementDrafted,
    AgreementSigned,
    AgreementAmended,
    AgreementSuspended,
    AgreementResumed,
    AgreementExpired,
    AgreementTerminated,
)
