"""What the network service says about initiatives: national work that grew out of a network."""

from enum import StrEnum
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.ids import PersonId
from shared.contracts.text import Code, Iso3, PublicText


class InitiativeKind(StrEnum):
    """What it is meant to bring about."""

    TRAINING = "training"
    POLICY = "policy"
    MECHANISM = "mechanism"


class ProposerKind(StrEnum):
    """By which right it was proposed (invariant 5)."""

    ALUMNUS = "alumnus"
    FOCAL_POINT = "focal-point"


class _OfInitiative(Event):
    network: UUID
    state: Iso3


class InitiativeProposed(_OfInitiative, type="network.initiative-proposed", public=True):
    """Somebody with the right to do so proposed it to the network; `state` leads it.

    `judged_on` is the sequence of the last event of the alumnus that the right was judged on; None where it was judged
    on our own seats, or where nobody knows the proposer.
    """

    kind: InitiativeKind
    title: PublicText
    proposer_kind: ProposerKind
    proposer: PersonId | None = None
    judged_on: int | None = None


class InitiativeEndorsed(_OfInitiative, type="network.initiative-endorsed", public=True):
    """A focal point of the lead state, other than the proposer, stands behind it."""

    endorser: PersonId | None = None


class InitiativeReturned(_OfInitiative, type="network.initiative-returned", public=True):
    """It went back to its proposer."""

    reason: PublicText


class InitiativeStarted(_OfInitiative, type="network.initiative-started", public=True):
    """The work began."""


class InitiativePaused(_OfInitiative, type="network.initiative-paused", public=True):
    """The work rests."""

    reason: PublicText


class InitiativeResumed(_OfInitiative, type="network.initiative-resumed", public=True):
    """The work goes on."""


class InitiativeCompleted(_OfInitiative, type="network.initiative-completed", public=True):
    """The work is done."""


class InitiativeEvaluated(_OfInitiative, type="network.initiative-evaluated", public=True):
    """Somebody judged what came of it; `report` is the source where that stands."""

    report: UUID | None = None


class InitiativeClosed(_OfInitiative, type="network.initiative-closed", public=True):
    """Nothing more will come."""


class InitiativeAbandoned(_OfInitiative, type="network.initiative-abandoned", public=True):
    """It was given up."""

    reason: PublicText


class InitiativeRightQuestioned(_OfInitiative, type="network.initiative-right-questioned", public=True):
    """By what is known now, it should not have been proposed: `rule` names what does not hold. It stands nevertheless."""

    rule: Code


class InitiativeRightConfirmed(_OfInitiative, type="network.initiative-right-confirmed", public=True):
    """By what is known now, the right to propose it is in order again."""


EVENTS = (
    InitiativeProposed,
    InitiativeEndorsed,
    InitiativeReturned,
    InitiativeStarted,
    InitiativePaused,
    InitiativeResumed,
    InitiativeCompleted,
    InitiativeEvaluated,
    InitiativeClosed,
    InitiativeAbandoned,
    InitiativeRightQuestioned,
    InitiativeRightConfirmed,
)
