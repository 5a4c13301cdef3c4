"""What readers see of meetings, agreements and mechanisms: each document."""

from datetime import date
from typing import Any
from uuid import UUID

from services.gateway.application.views import agreement, mechanism, meeting
from shared.contracts.dates import PartialDate
from shared.contracts.network.agreement import (
    AgreementAmended,
    AgreementDrafted,
    AgreementExpired,
    AgreementKind,
    AgreementResumed,
    AgreementSigned,
    AgreementSuspended,
    AgreementTerminated,
)
from shared.contracts.network.mechanism import (
    InstitutionJoinedMechanism,
    MechanismAnnounced,
    MechanismDissolved,
    MechanismEstablished,
)
from shared.contracts.network.meeting import (
    DelegationAttended,
    MeetingCancelled,
    MeetingConcluded,
    MeetingScheduled,
    MinutesAdopted,
)
from tests.unit.network.test_views import shown

NETWORK, BODY = UUID(int=10), UUID(int=30)
PLAN = MeetingScheduled(network=NETWORK, name="VII", number=7, dates=PartialDate.parse("2016-11"), place="Quito")
OF: dict[str, Any] = {"body": BODY, "network": NETWORK}
DRAFT = AgreementDrafted(**OF, kind=AgreementKind.HOST, scope="seminars", title="Host")
PAIR: dict[str, Any] = {"network": NETWORK, "state": "ARG"}


def test_a_meeting_tells_when_where_and_who_came() -> None:
    came = [DelegationAttended(network=NETWORK, state=state) for state in ("BRA", "ARG")]
    begun = shown(meeting.VIEW, ("2016-10-01", PLAN), ("2016-11", came[0]))
    assert (begun["status"], begun["day"], begun["precision"]) == ("convened", "2016-11-01", "month")
    over = MeetingConcluded(network=NETWORK, counted=2)
    told = shown(meeting.VIEW, ("2016-10-01", PLAN), ("2016-11", came[0]), ("2016-11", came[1]), ("2016-11", over))
    assert (told["status"], told["delegations"], told["counted"]) == ("concluded", ["ARG", "BRA"], 2)
    minutes = ("2017", MinutesAdopted(network=NETWORK, document=BODY))
    adopted = shown(meeting.VIEW, ("2016-10-01", PLAN), ("2016-11", over), minutes)
    assert (adopted["status"], adopted["minutes"]) == ("minutes_adopted", str(BODY))
    late = shown(meeting.VIEW, ("2016-10-01", PLAN), ("2016-11", over), ("2016-11", came[0]))
    assert late["status"] == "concluded"
    gone = shown(meeting.VIEW, ("2016-10-01", PLAN), ("2016-10-02", MeetingCancelled(network=NETWORK, reason="x")))
    assert (gone["status"], gone["reason"]) == ("cancelled", "x")


def test_a_suspension_and_the_end_each_close_a_period_once() -> None:
    life = (
        ("2012-01", DRAFT),
        ("2012-02", AgreementSigned(**OF, until=date(2014, 12, 31), document=BODY)),
        ("2012-03", AgreementSuspended(**OF, reason="x")),
        ("2012-04", AgreementResumed(**OF)),
        ("2012-05", AgreementAmended(**OF, title="Hosts", until=date(2015, 12, 31))),
        ("2012-06", AgreementSuspended(**OF, reason="y")),
        ("2016-01-01", AgreementExpired(**OF)),
    )
    told = shown(agreement.VIEW, *life)
    assert told["periods"] == [{"since": "2012-02", "until": "2012-03"}, {"since": "2012-04", "until": "2012-06"}]
    assert (told["status"], told["title"], told["last_day"]) == ("expired", "Hosts", "2015-12-31")
    assert told["amendments"] == [{"on": "2012-05", "until": "2015-12-31", "document": None}]
    in_force = shown(agreement.VIEW, *life[:5])
    assert (in_force["status"], in_force["reason"], in_force["periods"][-1]["until"]) == ("in_force", None, None)
    assert in_force["document"] == str(BODY)


def test_a_draft_that_is_terminated_was_never_in_force() -> None:
    told = shown(agreement.VIEW, ("2012-01", DRAFT), ("2012-02", AgreementTerminated(**OF, reason="x")))
    assert (told["status"], told["periods"], told["reason"]) == ("terminated", [], "x")


def test_a_mechanism_tells_its_stages_and_institutions() -> None:
    life = (
        ("2012-01", MechanismAnnounced(**PAIR, name="Mechanism")),
        ("2012-02", MechanismEstablished(**PAIR, counted=15)),
        ("2012-03", InstitutionJoinedMechanism(**PAIR, body=BODY)),
        ("2012-04", MechanismDissolved(**PAIR, reason="x")),
    )
    told = shown(mechanism.VIEW, *life)
    stages = ("announced", "established", "dissolved")
    assert [told[stage] for stage in stages] == ["2012-01", "2012-02", "2012-04"]
    assert told["institutions"] == [{"body": str(BODY), "since": "2012-03"}]
    assert (told["status"], told["counted"], told["reason"]) == ("dissolved", 15, "x")
    assert [shown(mechanism.VIEW, *life[:n])["status"] for n in (1, 2, 3)] == ["announced", "established", "operating"]
