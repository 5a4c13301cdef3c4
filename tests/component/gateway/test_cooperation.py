"""Meetings with who stayed away, mechanisms with their institutions, partners with their agreements, as of dates."""

from datetime import timedelta

import pytest

from shared.contracts.ids import membership_id
from shared.contracts.network.membership import MembershipLapsed
from tests.component.gateway.cooperation import MEETING, MINISTRY, UNCOUNTED, met, work_together
from tests.component.gateway.public import Public
from tests.component.gateway.story import LATIN_AMERICA, story
from tests.support.feed import START

PATH = "/networks/latin-america/meetings"


@pytest.fixture
async def working(own: Public) -> Public:
    """The story, and how its states work together."""
    feed = story()
    heard = len(feed.said)
    work_together(feed)
    await own.hear(feed, heard)
    return own


async def test_who_stayed_away_is_computed_from_the_members_of_that_day(working: Public) -> None:
    (meeting,) = await working.items(PATH, as_of="2014-12-31")
    assert meeting["delegations"] == {"complete": True, "present": ["ARG", "KEN"], "absent": ["BOL", "BRA"]}
    assert (meeting["dates"], meeting["place"], meeting["host"]) == ("2014-05-05/2014-05-06", "Quito", "ARG")
    assert (meeting["network"], meeting["status"]) == ("latin-america", "concluded")
    assert meeting["sources"]
    assert (await working.items(PATH, as_of="2015-06-01"))[
        0
    ] == meeting  # Bolivia has left since, and was a member then
    assert await working.items(PATH, as_of="2014-05-04") == []


async def test_nobody_is_called_absent_from_a_meeting_that_is_not_wholly_known(working: Public) -> None:
    _, meeting = await working.items(PATH)
    assert meeting["delegations"] == {"complete": False, "present": ["ARG"], "absent": None}
    assert meeting["counted"] == 3


async def test_a_membership_that_turns_out_otherwise_moves_who_was_absent_only_from_then_on(own: Public) -> None:
    feed = story()
    heard = len(feed.said)
    met(feed, MEETING, "2014-05-05", "ARG", counted=1)
    before = START + timedelta(seconds=len(feed.said) - 1)
    left = MembershipLapsed(network=LATIN_AMERICA, state="BRA")
    feed.say("membership", membership_id(LATIN_AMERICA, "BRA"), left, "2013")
    await own.hear(feed, heard)

    async def absent(**given: str) -> list[str]:
        told: list[str] = (await own.items(PATH, **given))[0]["delegations"]["absent"]
        return told

    assert await absent() == ["BOL"]
    assert await absent(known_at=before.isoformat()) == ["BOL", "BRA"]


async def test_meetings_are_filtered_paged_and_of_a_network_that_is_there(working: Public) -> None:
    assert [one["id"] for one in await working.items(PATH, limit=1)] == [str(MEETING)]
    page = await working.told(PATH, limit=1)
    assert page["total"] == 2
    assert [one["id"] for one in await working.items(PATH, cursor=page["next"])] == [str(UNCOUNTED)]
    assert await working.items(PATH, status="scheduled") == []
    assert (await working.get("/networks/nowhere/meetings")).status_code == 404
    assert (await working.get(PATH, status="held")).status_code == 400


async def test_a_mechanism_tells_its_institutions(working: Public) -> None:
    path = "/networks/latin-america/mechanisms"
    (told,) = await working.items(path)
    assert (told["state"], told["status"], told["counted"]) == ("ARG", "operating", 15)
    assert told["institutions"] == [{"body": str(MINISTRY), "name": "Justice", "since": "2012-07-01"}]
    (announced,) = await working.items(path, as_of="2012-05-15")
    assert (announced["status"], announced["institutions"]) == ("announced", [])
    assert await working.items(path, state="BRA") == []
    assert await working.items("/networks/african-union/mechanisms") == []


async def test_a_partner_tells_its_kinds_and_agreements_with_periods(working: Public) -> None:
    (museum,) = await working.items("/partners")
    assert (museum["name"], museum["body_kind"], museum["kinds"]) == ("Museum", "museum", ["host", "supporter"])
    hosting, support = museum["agreements"]
    assert (hosting["status"], hosting["network"], hosting["last_day"]) == ("expired", None, "2012-12-31")
    assert hosting["periods"] == [{"since": "2008", "until": "2013-01-01"}]
    assert (support["status"], support["network"], support["reason"]) == ("suspended", "latin-america", "Elections")
    assert support["periods"] == [{"since": "2012-07-01", "until": "2014-01-01"}]


async def test_partners_are_those_of_the_day_network_kind_and_status(working: Public) -> None:
    (museum,) = await working.items("/partners", as_of="2010")
    assert museum["kinds"] == ["host"]
    assert [one["status"] for one in museum["agreements"]] == ["in_force"]
    for given in ({"network": "latin-america"}, {"kind": "supporter"}, {"status": "suspended"}):
        (museum,) = await working.items("/partners", **given)
        assert museum["kinds"] == ["supporter"]
    assert await working.items("/partners", network="african-union") == []
    assert await working.items("/partners", as_of="2007-06-01") == []
    assert (await working.get("/partners", kind="friend")).status_code == 400
