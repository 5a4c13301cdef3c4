"""What the network service can do: the table of its commands."""

from services.network.application.checks import network_exists, state_is_listed
from services.network.domain import membership, regional_network, state
from services.network.domain.membership import MEMBERSHIP
from services.network.domain.regional_network import REGIONAL_NETWORK
from services.network.domain.state import STATE
from shared.aggregate import SECRETARIAT, Right
from shared.commands import CommandSpec as Line
from shared.contracts.network import membership as memberships
from shared.contracts.network import regional_network as networks
from shared.contracts.network import state as states

_SECRETARIAT = (Right(SECRETARIAT, "all"),)
_NETWORK_ADMIN = (*_SECRETARIAT, Right("regional_admin", "network"))
_ANYBODY_THERE = (*_NETWORK_ADMIN, Right("focal_point", "state"))
_PLACES = (state_is_listed, network_exists)

COMMANDS = (
    # the register of states
    Line(
        path="states",
        command=state.ListState,
        kind=STATE,
        decide=state.list_state,
        makes=(states.StateListed,),
        who=_SECRETARIAT,
        identify=state.identify,
    ),
    Line(
        path="states/{id}/rename",
        command=state.RenameState,
        kind=STATE,
        decide=state.rename_state,
        makes=(states.StateRenamed,),
        who=_SECRETARIAT,
        edit=True,
    ),
    # regional networks
    Line(
        path="networks",
        command=regional_network.ConceiveNetwork,
        kind=REGIONAL_NETWORK,
        decide=regional_network.conceive_network,
        makes=(networks.NetworkConceived,),
        who=_SECRETARIAT,
    ),
    Line(
        path="networks/record",
        command=regional_network.RecordNetwork,
        kind=REGIONAL_NETWORK,
        decide=regional_network.record_network,
        makes=networks.EVENTS,
        who=_SECRETARIAT,
    ),
    Line(
        path="networks/{id}/start-development",
        command=regional_network.StartDevelopment,
        kind=REGIONAL_NETWORK,
        decide=regional_network.start_development,
        makes=(networks.NetworkDevelopmentStarted,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="networks/{id}/set-accession-rule",
        command=regional_network.SetAccessionRule,
        kind=REGIONAL_NETWORK,
        decide=regional_network.set_accession_rule,
        makes=(networks.AccessionRuleSet,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="networks/{id}/appoint-secretariat",
        command=regional_network.AppointSecretariat,
        kind=REGIONAL_NETWORK,
        decide=regional_network.appoint_secretariat,
        makes=(networks.SecretariatAppointed,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="networks/{id}/launch",
        command=regional_network.LaunchNetwork,
        kind=REGIONAL_NETWORK,
        decide=regional_network.launch_network,
        makes=(networks.NetworkLaunched,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="networks/{id}/conclude",
        command=regional_network.ConcludeNetwork,
        kind=REGIONAL_NETWORK,
        decide=regional_network.conclude_network,
        makes=(networks.NetworkConcluded,),
        who=_SECRETARIAT,
    ),
    # memberships
    Line(
        path="memberships",
        command=membership.InviteState,
        kind=MEMBERSHIP,
        decide=membership.invite_state,
        makes=(memberships.StateInvited,),
        who=_NETWORK_ADMIN,
        checks=_PLACES,
        identify=membership.identify,
    ),
    Line(
        path="memberships/record",
        command=membership.RecordMembership,
        kind=MEMBERSHIP,
        decide=membership.record_membership,
        makes=memberships.EVENTS,
        who=_NETWORK_ADMIN,
        checks=_PLACES,
        identify=membership.identify,
    ),
    Line(
        path="memberships/{id}/declare-intent",
        command=membership.DeclareIntent,
        kind=MEMBERSHIP,
        decide=membership.declare_intent,
        makes=(memberships.IntentDeclared,),
        who=_ANYBODY_THERE,
        checks=_PLACES,
    ),
    Line(
        path="memberships/{id}/accede",
        command=membership.AccedeState,
        kind=MEMBERSHIP,
        decide=membership.accede_state,
        makes=(memberships.StateAcceded, memberships.MembershipActivated),
        who=_NETWORK_ADMIN,
        checks=_PLACES,
        states=("invited", "intent_declared"),
    ),
    Line(
        path="memberships/{id}/suspend",
        command=membership.SuspendMember,
        kind=MEMBERSHIP,
        decide=membership.suspend_member,
        makes=(memberships.MembershipSuspended,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="memberships/{id}/resume",
        command=membership.ResumeMember,
        kind=MEMBERSHIP,
        decide=membership.resume_member,
        makes=(memberships.MembershipResumed,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="memberships/{id}/lapse",
        command=membership.LapseMember,
        kind=MEMBERSHIP,
        decide=membership.lapse_member,
        makes=(memberships.MembershipLapsed,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="memberships/{id}/withdraw",
        command=membership.WithdrawMember,
        kind=MEMBERSHIP,
        decide=membership.withdraw_member,
        makes=(memberships.StateWithdrew,),
        who=_NETWORK_ADMIN,
    ),
)
