"""Every statement by the name of its question."""

from collections.abc import Mapping

from services.gateway.adapters.statements import (
    cooperation,
    facts,
    initiatives,
    messages,
    networks,
    objects,
    overview,
    people,
    registers,
    seminars,
    states,
    timeline,
)
from services.gateway.adapters.statements.statement import Statement

STATEMENTS: Mapping[str, Statement] = {
    "overview": overview.OVERVIEW,
    "events": facts.EVENTS,
    "history": facts.HISTORY,
    "states": states.STATES,
    "states_map": states.STATES_MAP,
    "state": states.STATE,
    "timeline": timeline.OF_STATE,
    "networks": networks.NETWORKS,
    "network": networks.NETWORK,
    "members": networks.MEMBERS,
    "network_seats": networks.NETWORK_SEATS,
    "seats": networks.SEATS,
    "changes": facts.CHANGES,
    "editions": seminars.EDITIONS,
    "seminars": seminars.SEMINARS,
    "seminar": seminars.SEMINAR,
    "seminar_timeline": timeline.OF_SEMINAR,
    "initiatives": initiatives.INITIATIVES,
    "initiative": initiatives.INITIATIVE,
    "bodies": registers.BODIES,
    "sources": registers.SOURCES,
    "statements": registers.STATEMENTS,
    "meetings": cooperation.MEETINGS,
    "mechanisms": cooperation.MECHANISMS,
    "partners": cooperation.PARTNERS,
    "alumni": people.ALUMNI,
    "person": people.PERSON,
    "objects": objects.OBJECTS,
    "facts": objects.FACTS,
    "dispatches": messages.DISPATCHES,
    "dispatch": messages.DISPATCH,
    "tasks": messages.TASKS,
}
