"""What readers see of network's facts: each document."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from services.gateway.application.views import (
    body,
    dispute,
    initiative,
    membership,
    network,
    seat,
    source,
    state,
    statement,
)
from services.gateway.application.views.view import Document, View
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.event import Event, Provenance
from shared.contracts.ids import PersonId, seat_id
from shared.contracts.network.body import BodyClosed, BodyKind, BodyRegistered, BodyRenamed
from shared.contracts.network.dispute import FactDisputed
from shared.contracts.network.focal_point_seat import (
    FocalPointDesignated,
    FocalPointLeavingAnnounced,
    FocalPointSeatOpened,
    FocalPointStoodDown,
    SeatKind,
    SeatVacancyOverdue,
)
from shared.contracts.network.initiative import (
    InitiativeAbandoned,
    InitiativeEndorsed,
    InitiativeKind,
    InitiativeProposed,
    InitiativeRightConfirmed,
    InitiativeRightQuestioned,
    InitiativeStarted,
    ProposerKind,
)
from shared.contracts.network.membership import MembershipActivated, MembershipLapsed, StateAcceded, StateInvited
from shared.contracts.network.milestone import (
    MilestoneDropped,
    MilestoneMissed,
    MilestonePlanned,
    MilestoneReached,
    MilestoneRescheduled,
)
from shared.contracts.network.regional_network import (
    AccessionRule,
    AccessionRuleSet,
    NetworkConceived,
    NetworkHosted,
    NetworkInitiated,
    NetworkLaunched,
    SecretariatAppointed,
)
from shared.contracts.network.source import SourceRegistered
from shared.contracts.network.state import Names, Region, StateListed, StateRenamed
from shared.contracts.network.statement import StatementRecorded
from tests.support.given import envelope
from tests.unit.network.test_membership import FOUNDER

NETWORK, SOURCE, MINISTRY, ID = UUID(int=10), UUID(int=20), UUID(int=30), UUID(int=40)
PAIR: dict[str, Any] = {"network": NETWORK, "state": "ARG"}
SEAT = seat_id(NETWORK, "ARG")
ANA, EVA = PersonId(UUID(int=1)), PersonId(UUID(int=2))
VIEWS = (body, dispute, initiative, membership, network, seat, source, state, statement)


def shown(view: View, *facts: tuple[str, Event], id: UUID = ID) -> Document:
    """The document after these facts, each with its date."""
    document: Document | None = None
    for nth, (on, event) in enumerate(facts):
        document, _ = view.next(document, envelope(view.kind, id, nth + 1, Dated(event, PartialDate.parse(on))))
    assert document is not None
    return document


def parts(document: Document, *names: str) -> list[Any]:
    return [document[name] for name in names]


def test_a_state_with_its_codes_region_and_names() -> None:
    names = Names(**dict.fromkeys(("en", "es", "fr", "pt", "ar"), "Swaziland"))
    listed = StateListed(iso3="SWZ", iso2="SZ", names=names, region=Region.AFRICA)
    renamed = StateRenamed(iso3="SWZ", names=names.model_copy(update={"en": "Eswatini"}))
    document = shown(state.VIEW, ("1968-09-24", listed), ("2018-04-19", renamed))
    assert parts(document, "state", "iso2", "region") == ["SWZ", "SZ", "africa"]
    assert (document["names"]["en"], document["names"]["fr"]) == ("Eswatini", "Swaziland")


def test_a_network_with_its_launch_rule_and_who_runs_it() -> None:
    document = shown(
        network.VIEW,
        ("2010", NetworkConceived(slug="latin-america", name="LA")),
        ("2010", NetworkInitiated(states=("ARG", "CHL"))),
        ("2011", AccessionRuleSet(rule=AccessionRule.PARTICIPATION_AND_PROMISE)),
        ("2011", SecretariatAppointed(body=MINISTRY)),
        ("2011", NetworkHosted(body=MINISTRY, state="ARG")),
        ("spring 2012", NetworkLaunched()),
    )
    assert parts(document, "slug", "status", "launched", "launched_precision") == [
        "latin-america",
        "launched",
        "spring 2012",
        "season",
    ]
    assert parts(document, "accession_rule", "secretariat") == ["participation-and-promise", str(MINISTRY)]
    assert document["hosts"] == [{"body": str(MINISTRY), "state": "ARG"}]
    assert document["initiators"] == ["ARG", "CHL"]


def test_a_membership_with_all_its_periods() -> None:
    document = shown(
        membership.VIEW,
        ("2012-03-29", MembershipActivated(**PAIR, founding=True, focal_point_due=date(2013, 3, 30))),
        ("by 2015-12-31", MembershipLapsed(**PAIR)),
        ("2016", StateInvited(**PAIR)),
        ("2017", StateAcceded(**PAIR, document=SOURCE)),
        ("2017", MembershipActivated(**PAIR)),
    )
    assert document["periods"] == [
        {"since": "2012-03-29", "until": "by 2015-12-31"},
        {"since": "2017", "until": None},
    ]
    assert parts(document, "network", "state", "status", "since", "until", "founding", "document") == [
        str(NETWORK),
        "ARG",
        "active",
        "2017",
        None,
        True,
        str(SOURCE),
    ]


def test_a_seat_that_is_due_then_filled_then_vacant() -> None:
    facts: list[tuple[str, Event]] = [("2012-03-29", FocalPointSeatOpened(**PAIR, due=date(2013, 3, 30)))]
    document = shown(seat.VIEW, *facts, id=SEAT)
    assert parts(document, "status", "due", "overdue") == ["due", "2013-03-30", False]
    assert [(one["kind"], one["status"], one["person"]) for one in document["seats"]] == [("national", "due", None)]
    facts += [("2013-03-31", SeatVacancyOverdue(**PAIR, due=date(2013, 3, 30)))]
    assert shown(seat.VIEW, *facts, id=SEAT)["overdue"]
    facts += [("2013-06-01", FocalPointDesignated(**PAIR, kind=SeatKind.NATIONAL, person=ANA))]
    facts += [("2013-06-01", FocalPointDesignated(**PAIR, kind=SeatKind.MINISTRY, person=EVA, body=MINISTRY))]
    leaving = FocalPointLeavingAnnounced(**PAIR, kind=SeatKind.NATIONAL, person=ANA, leaves_on=date(2014, 1, 1))
    facts += [("2013-12-01", leaving)]
    document = shown(seat.VIEW, *facts, id=SEAT)
    assert parts(document, "status", "due", "overdue") == ["seated", None, False]
    national, ministry = document["seats"]
    assert parts(national, "person", "since", "leaves_on") == [str(ANA), "2013-06-01", "2014-01-01"]
    assert parts(ministry, "person", "body", "status") == [str(EVA), str(MINISTRY), "seated"]
    facts += [("2014-01-01", FocalPointStoodDown(**PAIR, kind=SeatKind.NATIONAL, person=ANA))]
    document = shown(seat.VIEW, *facts, id=SEAT)
    assert document["status"] == "vacant"
    assert [(one["kind"], one["status"]) for one in document["seats"]] == [
        ("national", "vacant"),
        ("ministry", "seated"),
    ]


def test_a_promise_outlives_whoever_only_acted() -> None:
    acting = FocalPointDesignated(**PAIR, kind=SeatKind.NATIONAL, person=ANA, acting_until=date(2014, 1, 1))
    document = shown(
        seat.VIEW,
        ("2012-03-29", FocalPointSeatOpened(**PAIR, due=date(2013, 3, 30))),
        ("2013-01-01", acting),
        ("2014-01-01", FocalPointStoodDown(**PAIR, kind=SeatKind.NATIONAL, person=ANA)),
        id=SEAT,
    )
    assert parts(document, "status", "due") == ["due", "2014-01-01"]


def test_an_initiative_with_its_milestones_and_every_re_planning() -> None:
    proposed = InitiativeProposed(
        **PAIR, kind=InitiativeKind.POLICY, title="Early warning", proposer_kind=ProposerKind.ALUMNUS, proposer=ANA
    )
    of = {**PAIR, "code": "draft"}
    later = PartialDate.parse("2014-06")
    document = shown(
        initiative.VIEW,
        ("2012", proposed),
        ("2012", MilestonePlanned(**of, title="Draft", planned=PartialDate.parse("2013-06"))),
        ("2012", MilestonePlanned(**{**of, "code": "vote"}, title="Vote", planned=PartialDate.parse("2015"))),
        ("2013-01-01", InitiativeEndorsed(**PAIR, endorser=EVA)),
        ("2013-02-01", InitiativeStarted(**PAIR)),
        ("2013-07-01", MilestoneMissed(**of)),
        ("2013-08-01", MilestoneRescheduled(**of, planned=later, reason="Ministry changed")),
        ("2014-05-01", MilestoneReached(**of)),
        ("2014-06-01", MilestoneDropped(**{**of, "code": "vote"}, reason="Not needed")),
        ("2015-01-01", InitiativeRightQuestioned(**PAIR, rule="not-an-alumnus")),
    )
    assert parts(document, "stage", "kind", "proposer_kind", "questioned") == [
        "underway",
        "policy",
        "alumnus",
        "not-an-alumnus",
    ]
    assert document["dates"] == {"proposed": "2012", "endorsed": "2013-01-01", "underway": "2013-02-01"}
    draft, vote = document["milestones"]
    assert parts(draft, "status", "planned", "missed", "reached") == ["reached", "2014-06", "2013-07-01", "2014-05-01"]
    assert draft["moves"] == [{"on": "2013-08-01", "from": "2013-06", "to": "2014-06", "reason": "Ministry changed"}]
    assert parts(vote, "status", "dropped", "reason") == ["dropped", "2014-06-01", "Not needed"]


def test_an_initiative_that_was_given_up_says_why() -> None:
    document = shown(initiative.VIEW, ("2012", InitiativeAbandoned(**PAIR, reason="No money")))
    assert parts(document, "stage", "reason") == ["abandoned", "No money"]
    confirmed = shown(initiative.VIEW, ("2012", InitiativeRightConfirmed(**PAIR)))
    assert confirmed["questioned"] is None


def test_a_source_a_body_and_what_sources_say() -> None:
    paper = shown(source.VIEW, ("2012", SourceRegistered(title="Report", address="a.org", date=date(2012, 5, 1))))
    assert parts(paper, "source", "title", "date") == [str(ID), "Report", "2012-05-01"]
    ministry = shown(
        body.VIEW,
        ("2012", BodyRegistered(kind=BodyKind.MINISTRY, name="Justice", state="ARG")),
        ("2013", BodyRenamed(name="Justice and Rights", state="ARG")),
        ("2014", BodyClosed(state="ARG")),
    )
    assert parts(ministry, "kind", "name", "former_names", "closed") == [
        "ministry",
        "Justice and Rights",
        ["Justice"],
        "2014",
    ]
    said = shown(statement.VIEW, ("2013", StatementRecorded(text="x", about_kind="network", about_id=NETWORK)))
    assert parts(said, "text", "network", "on") == ["x", str(NETWORK), "2013"]
    against = FactDisputed(about_kind="membership", about_id=ID, network=NETWORK, state="BOL", text="18")
    assert parts(shown(dispute.VIEW, ("2016", against)), "network", "state", "text") == [str(NETWORK), "BOL", "18"]


def test_each_document_tells_its_sources_and_whether_anything_of_it_is_documented() -> None:
    made_up = envelope("membership", ID, 1, Dated(FOUNDER, PartialDate.parse("2012")))
    made_up = replace(made_up, provenance=Provenance(synthetic=True))
    document, _ = membership.VIEW.next(None, made_up)
    assert parts(document, "synthetic", "documented", "sources") == [True, False, []]
    known = replace(made_up, provenance=Provenance(source=SOURCE, page="3"))
    document, _ = membership.VIEW.next(document, known)
    assert parts(document, "synthetic", "documented") == [False, True]
    assert document["sources"] == [{"source": str(SOURCE), "page": "3"}]
