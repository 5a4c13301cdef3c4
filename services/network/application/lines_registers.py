"""Lines of the table: the registers of states, sources and bodies, and what sources say."""

from services.network.application.checks import (
    evidence_is_registered,
    network_exists,
    object_exists,
    states_are_listed,
    whose_body_it_is,
)
from services.network.application.who import NETWORK_ADMIN, ONLY_SECRETARIAT, STATE_ADMIN
from services.network.domain import body, dispute, source, state, statement
from shared.commands import CommandSpec as Line
from shared.contracts.network.body import BodyClosed, BodyRegistered, BodyRenamed
from shared.contracts.network.dispute import FactDisputed
from shared.contracts.network.source import SourceRegistered
from shared.contracts.network.state import StateListed, StateRenamed
from shared.contracts.network.statement import StatementRecorded

_SOURCED = (evidence_is_registered,)
_OF_STATE = (evidence_is_registered, states_are_listed)
_OF_BODY = (evidence_is_registered, whose_body_it_is)
_OF_PAIR = (evidence_is_registered, states_are_listed, network_exists)
_ABOUT = (*_OF_PAIR, object_exists)

LINES = (
    Line(
        path="states",
        command=state.ListState,
        kind=state.STATE,
        decide=state.list_state,
        makes=(StateListed,),
        who=ONLY_SECRETARIAT,
        checks=_SOURCED,
        identify=state.identify,
    ),
    Line(
        path="states/{id}/rename",
        command=state.RenameState,
        kind=state.STATE,
        decide=state.rename_state,
        makes=(StateRenamed,),
        who=ONLY_SECRETARIAT,
        checks=_SOURCED,
        edit=True,
    ),
    Line(
        path="sources",
        command=source.RegisterSource,
        kind=source.SOURCE,
        decide=source.register_source,
        makes=(SourceRegistered,),
        who=NETWORK_ADMIN,
        checks=_OF_PAIR,
    ),
    Line(
        path="bodies",
        command=body.RegisterBody,
        kind=body.BODY,
        decide=body.register_body,
        makes=(BodyRegistered,),
        who=STATE_ADMIN,
        checks=_OF_STATE,
    ),
    Line(
        path="bodies/{id}/rename",
        command=body.RenameBody,
        kind=body.BODY,
        decide=body.rename_body,
        makes=(BodyRenamed,),
        who=STATE_ADMIN,
        checks=_OF_BODY,
        edit=True,
    ),
    Line(
        path="bodies/{id}/close",
        command=body.CloseBody,
        kind=body.BODY,
        decide=body.close_body,
        makes=(BodyClosed,),
        who=STATE_ADMIN,
        checks=_OF_BODY,
    ),
    Line(
        path="statements",
        command=statement.RecordStatement,
        kind=statement.STATEMENT,
        decide=statement.record_statement,
        makes=(StatementRecorded,),
        who=NETWORK_ADMIN,
        checks=_ABOUT,
    ),
    Line(
        path="disputes",
        command=dispute.DisputeFact,
        kind=dispute.DISPUTE,
        decide=dispute.dispute_fact,
        makes=(FactDisputed,),
        who=NETWORK_ADMIN,
        checks=_ABOUT,
    ),
    Line(
        path="disputes/record",
        command=dispute.RecordDispute,
        kind=dispute.DISPUTE,
        decide=dispute.dispute_fact,
        makes=(FactDisputed,),
        who=NETWORK_ADMIN,
        checks=_ABOUT,
    ),
)
