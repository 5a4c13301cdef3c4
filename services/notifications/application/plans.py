"""Plans: whether a dispatch that is due may still go, by which contact, and what its text names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.notifications.application import outcomes
from services.notifications.application.recipients import why_not
from services.notifications.domain.contact_point import CONTACT_POINT
from services.notifications.domain.dispatch import DISPATCH, SENDABLE, Dispatch
from shared import history
from shared.contracts.enrollment.words import Language
from shared.contracts.ids import state_id
from shared.contracts.network.regional_network import NetworkConceived
from shared.contracts.network.state import StateListed
from shared.works import Works


@dataclass(frozen=True, slots=True)
class Plan:
    """It may go, by this contact; `names` are what the text calls network and state (`state.en`, ...)."""

    dispatch: Dispatch
    contact: UUID
    names: Mapping[str, str]


async def plan(work: Works, id: UUID, today: date) -> Plan | outcomes.Outcome:
    """The plan; or what becomes of it instead: nothing where it ended meanwhile."""
    dispatch = (await work.load(DISPATCH, id)).state
    if dispatch is None or dispatch.status not in SENDABLE:
        return outcomes.nothing
    why = await why_not(work, dispatch, today)
    if why is not None:
        return outcomes.suppressed(why)
    contacts = await work.find(CONTACT_POINT, person=dispatch.recipient, channel="email", status="verified")
    if not contacts:
        return outcomes.failed("no-contact")
    return Plan(dispatch, contacts[0], await _names(work, dispatch))


async def _names(work: Works, dispatch: Dispatch) -> dict[str, str]:
    """By what was heard; a code where a name was not heard yet."""
    names = {"network": "Lemkin", **{f"state.{language}": dispatch.state for language in Language}}
    for fact in history.effective(await work.copy_of("network", dispatch.network)):
        if isinstance(fact.event, NetworkConceived):
            names["network"] = fact.event.name
    for fact in history.effective(await work.copy_of("state", state_id(dispatch.state))):
        if isinstance(fact.event, StateListed):
            names |= {f"state.{language}": text for language, text in fact.event.names.model_dump().items()}
    return names
