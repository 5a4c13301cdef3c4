"""What enrollment says about editions: lines of seminars for the same kind of officials."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.enrollment.words import PartnerRole, Sector
from shared.contracts.event import Event
from shared.contracts.text import PublicText, Slug


class Partner(BaseModel):
    """A body and what it does for an edition."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: UUID
    role: PartnerRole


class EditionDefined(Event, type="enrollment.edition-defined", public=True):
    """Seminars are held for officials of these sectors, with these partners; of one network, or worldwide without one.

    `fellows_graduate`: a fellow who completes a seminar of this edition graduates like a participant.
    """

    slug: Slug
    name: PublicText
    sectors: tuple[Sector, ...]
    partners: tuple[Partner, ...] = ()
    network: UUID | None = None
    fellows_graduate: bool = False


class EditionRetired(Event, type="enrollment.edition-retired", public=True):
    """No seminar of it is planned any more."""

    slug: Slug
    network: UUID | None = None


EVENTS = (EditionDefined, EditionRetired)
