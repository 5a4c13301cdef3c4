"""The operations of the network service on registers, networks and memberships, each at every place."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shared.contracts.event import Event
from shared.contracts.ids import state_id
from shared.contracts.network.body import BodyRenamed
from shared.contracts.network.membership import (
    IntentDeclared,
    MembershipSuspended,
    StateInvited,
)
from shared.contracts.network.regional_network import AccessionRule, AccessionRuleSet
from tests.contract.authorization import network_objects as objects
from tests.contract.authorization.world import INNER, NONE, OTHER, OWN, Given, Place, Scene

_STATES = (OWN, OTHER)
_PAIRS = (OWN, INNER, OTHER)
_NETWORKS = (OWN, OTHER)
_BODIES = (OWN, OTHER, NONE)
_ALL = (OWN, INNER, OTHER, NONE)
_DATE = {"occurred_on": "2012-03-01"}


def redated(fact: int, on: str) -> Callable[[Place], Mapping[str, Any]]:
    """The body that gives a fact another date."""
    return lambda _: {"changes": [{"fact": fact, "occurred_on": on}], "reason": "mistake"}


def _names(place: Place) -> dict[str, str]:
    return objects.names(place.text).model_dump()


def _listed(place: Place) -> Mapping[str, Any]:
    iso3 = place.state or ""
    return {**_DATE, "iso3": iso3, "iso2": iso3[:2], "names": _names(place), "region": "africa"}


def _about(place: Place) -> Mapping[str, Any]:
    return {"about_kind": "network", "about_id": place.network} if place.network else {}


def _disputed(place: Place) -> Mapping[str, Any]:
    about = {"about_kind": "body", "about_id": place.id("body")} if place is NONE else {"about_kind": "membership"}
    return {**about, "text": place.text, "source": place.id("source"), **place.pair}


def _network(place: Place) -> Mapping[str, Any]:
    return {"id": place.network, "slug": place.slug, "name": place.text}


def _hosted(place: Place) -> list[Given]:
    return [*objects.network(place), *objects.body(place)]


_RULE = AccessionRuleSet(rule=AccessionRule.PARTICIPATION_AND_PROMISE)
REGISTERS = (
    Scene("ListState", _STATES, lambda p: (), _listed),
    Scene(
        "RenameState",
        _STATES,
        lambda p: objects.states(),
        lambda p: {"names": _names(p)},
        id=lambda p: state_id(p.state or ""),
    ),
    Scene(
        "CorrectStates",
        _STATES,
        lambda p: objects.states(),
        redated(1, "1945-10-25"),
        id=lambda p: state_id(p.state or ""),
        fact=1,
    ),
    Scene(
        "RegisterSource",
        _ALL,
        lambda p: objects.network(p) if p.network else objects.states(),
        lambda p: {**_DATE, "title": p.text, "address": p.text, **p.pair},
    ),
    Scene(
        "CorrectSources",
        _ALL,
        objects.source,
        redated(1, "2012-01-02"),
        id=lambda p: p.id("source"),
        fact=1,
    ),
    Scene(
        "RegisterBody",
        _BODIES,
        lambda p: objects.states(),
        lambda p: {**_DATE, "kind": "office", "name": p.text, "state": p.state},
    ),
    Scene("RenameBody", _BODIES, objects.body, lambda p: {"name": p.text}, id=lambda p: p.id("body")),
    Scene("CloseBody", _BODIES, objects.body, id=lambda p: p.id("body")),
    *(
        Scene(
            "CorrectBodies",
            _BODIES,
            lambda p: objects.body(p, BodyRenamed(name=p.text, state=p.state)),
            redated(fact, on),
            id=lambda p: p.id("body"),
            fact=fact,
        )
        for fact, on in ((1, "2012-01-02"), (2, "2012-01-12"))
    ),
    Scene(
        "RecordStatement",
        _BODIES,
        objects.source,
        lambda p: {**_DATE, "text": p.text, "source": p.id("source"), **_about(p)},
    ),
    Scene(
        "CorrectStatements",
        _BODIES,
        objects.statement,
        lambda p: {**redated(1, "2012-01-02")(p), "source": p.id("source")},
        id=lambda p: p.id("statement"),
        fact=1,
    ),
    Scene("DisputeFact", _ALL, objects.disputable, _disputed),
    Scene("RecordDispute", _ALL, objects.disputable, lambda p: {**_DATE, **_disputed(p)}),
    Scene(
        "CorrectDisputes",
        _ALL,
        objects.dispute,
        redated(1, "2012-01-02"),
        id=lambda p: p.id("dispute"),
        fact=1,
    ),
)
NETWORKS = (
    Scene("ConceiveNetwork", _NETWORKS, lambda p: (), _network),
    Scene("RecordNetwork", _NETWORKS, lambda p: (), lambda p: {**_DATE, **_network(p)}),
    *(
        Scene(operation, _NETWORKS, given, body, id=objects.network_id)
        for operation, given, body in (
            ("StartDevelopment", lambda p: objects.network(p, _RULE), lambda p: {}),
            ("SetAccessionRule", objects.network, lambda p: {"rule": "treaty"}),
            ("AppointSecretariat", _hosted, lambda p: {"body": p.id("body")}),
            ("HostNetwork", _hosted, lambda p: {"body": p.id("body"), "state": p.state}),
            ("LaunchNetwork", lambda p: objects.network(p, _RULE), lambda p: {}),
            ("ConcludeNetwork", objects.network, lambda p: {}),
        )
    ),
    Scene(
        "CorrectNetworks",
        _NETWORKS,
        objects.network,
        redated(1, "2011-01-02"),
        id=objects.network_id,
        fact=1,
    ),
    Scene(
        "CorrectNetworks",
        _NETWORKS,
        objects.network,
        redated(2, "2011-01-12"),
        id=objects.network_id,
        fact=2,
    ),
)


def _after(*steps: Callable[..., Event]) -> Callable[[Place], Iterable[Given]]:
    return lambda place: objects.membership(place, *(step(**place.pair) for step in steps))


def _past_membership(place: Place) -> Mapping[str, Any]:
    return {"occurred_on": objects.LAUNCH, "status": "active", "founding": True, **place.pair}


MEMBERSHIPS = (
    Scene("InviteState", _PAIRS, objects.network, lambda p: p.pair),
    Scene("AdmitFoundingMember", _PAIRS, objects.network, lambda p: {"occurred_on": objects.LAUNCH, **p.pair}),
    Scene("RecordMembership", _PAIRS, objects.network, _past_membership),
    *(
        Scene(
            operation,
            _PAIRS,
            _after(*steps),
            id=objects.membership_at,
        )
        for operation, steps in (
            ("DeclareIntent", (StateInvited,)),
            ("AccedeState", (StateInvited, IntentDeclared)),
            ("SuspendMember", (objects.activated,)),
            ("ResumeMember", (objects.activated, MembershipSuspended)),
            ("LapseMember", (objects.activated,)),
            ("WithdrawMember", (objects.activated,)),
        )
    ),
    Scene(
        "CorrectMemberships",
        _PAIRS,
        lambda p: objects.membership(p, StateInvited(**p.pair)),
        redated(1, "2012-01-02"),
        id=objects.membership_at,
        fact=1,
    ),
)
SCENES = (*REGISTERS, *NETWORKS, *MEMBERSHIPS)
