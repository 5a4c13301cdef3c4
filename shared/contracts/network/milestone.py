"""What the network service says about the milestones of an initiative: planned, moved with a reason, reached or not."""

from uuid import UUID

from shared.contracts.dates import PartialDate
from shared.contracts.event import Event
from shared.contracts.text import Code, Iso3, PublicText


class _OfMilestone(Event):
    network: UUID
    state: Iso3
    code: Code


class MilestonePlanned(_OfMilestone, type="network.milestone-planned", public=True):
    """This step is to be reached by `planned`; `code` names it within its initiative."""

    title: PublicText
    planned: PartialDate


class MilestoneReached(_OfMilestone, type="network.milestone-reached", public=True):
    """It was reached."""


class MilestoneMissed(_OfMilestone, type="network.milestone-missed", public=True):
    """Its day passed, and the initiative says that it was not reached."""


class MilestoneRescheduled(_OfMilestone, type="network.milestone-rescheduled", public=True):
    """It is to be reached by another date; the only way in which it moves."""

    planned: PartialDate
    reason: PublicText


class MilestoneDropped(_OfMilestone, type="network.milestone-dropped", public=True):
    """It is no longer wanted."""

    reason: PublicText


EVENTS = (MilestonePlanned, MilestoneReached, MilestoneMissed, MilestoneRescheduled, MilestoneDropped)
