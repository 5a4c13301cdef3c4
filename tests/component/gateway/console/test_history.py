"""The history of an object on two clocks, and the correction of its facts through pages."""

import json
import re
from typing import Any

import httpx

from shared.contracts.dates import PartialDate
from shared.contracts.ids import membership_id
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.network.membership import MembershipLapsed
from tests.component.gateway.console.browsing import Browsing, text_of
from tests.component.gateway.console.test_commands import hidden
from tests.component.gateway.public import hear
from tests.component.gateway.story import AFRICA, LATIN_AMERICA, MARIA, SOURCE, story

BOLIVIA = membership_id(LATIN_AMERICA, "BOL")
HISTORY = f"/history/membership/{BOLIVIA}"
CORRECT = f"/do/network/memberships/{BOLIVIA}/correct?fact=2"
SCOPES = ("secretariat", f"network:{LATIN_AMERICA}", "state:BOL")


async def test_each_fact_says_when_it_was_true_when_recorded_by_whom_and_what_it_changed(console: Browsing) -> None:
    text = text_of(await console.page(HISTORY))
    assert "History: Bolivia · Latin America" in text
    assert "2 facts" in text
    assert "2015 Membership lapsed Status member → inactive" in text
    assert "Recorded 1 January 2026" in text
    assert "Source: A press release (3)" in text
    assert "by 00000000-0000-0000-0000-000000000007" in text
    assert "Correlation" in text
    inside = text_of(await console.page(HISTORY, "admin.latin-america"))
    assert "by 00000000" not in inside
    assert "Correlation" not in inside


async def test_who_reads_only_has_no_write_control_nor_has_the_past(console: Browsing) -> None:
    for page in (await console.page(HISTORY, "auditor"), await console.page(f"{HISTORY}?as_of=2020")):
        assert 'name="fact"' not in page
        assert "What can be done now" not in page
    assert "1 fact" in text_of(await console.page(f"{HISTORY}?as_of=2014"))


async def test_a_foreign_object_and_one_that_is_not_there_are_not_found_alike(console: Browsing) -> None:
    absent = await console.open("/history/membership/00000000-0000-0000-0000-0000000000ff")
    foreign = await console.open(f"/history/person/{MARIA}", "admin.africa")
    unknown = await console.open("/history/nothing/00000000-0000-0000-0000-0000000000ff")
    malformed = await console.open("/history/membership/x")
    assert {response.status_code for response in (absent, foreign, unknown, malformed)} == {404}


async def test_the_auditor_sees_who_read_about_a_person(console: Browsing) -> None:
    row = {
        "position": 3,
        "at": "2026-01-01T12:00:00+00:00",
        "actor": "00000000-0000-0000-0000-000000000007",
        "role": "secretariat",
        "caller": "gateway",
        "purpose": "person-page",
        "request": str(SOURCE),
        "subjects": [str(MARIA)],
        "withheld": [],
        "groups": ["identity"],
        "decision": "shown",
    }
    console.public.names.answers["view-log"] = {"items": [row], "next": None}
    text = text_of(await console.page(f"/history/person/{MARIA}", "auditor"))
    assert "Who read about this person" in text
    assert "person-page shown" in text
    assert console.public.names.asked[-1] == ("view-log", {"subject": str(MARIA)})
    console.public.names.down = True
    assert "The view log does not answer" in text_of(await console.page(f"/history/person/{MARIA}", "auditor"))
    console.public.names.down = False
    assert "Who read about" not in text_of(await console.page(f"/history/person/{MARIA}", "focal-point.arg"))


async def filled(console: Browsing, changed: dict[str, Any], path: str = CORRECT) -> httpx.Response:
    """The form of a correction with what stands in it, and something changed."""
    html = await console.page(path)
    fields = dict(re.findall(r'<input type="text" id="[^"]*" name="([^"]+)" value="([^"]*)"', html))
    fields |= dict.fromkeys(re.findall(r'type="checkbox" id="[^"]*" name="([^"]+)" value="yes" checked', html), "yes")
    for select in re.findall(r"<select.*?</select>", html, re.DOTALL):
        name, chosen = re.search(r'name="([^"]+)"', select), re.search(r'value="([^"]*)" selected', select)
        assert name
        fields[name[1]] = chosen[1] if chosen else ""
    beside = {name: hidden(html, name) for name in ("_key", "_version", "_back")}
    return await console.send(path, {**fields, **beside, "_act": "send", **changed}, form=path)


async def test_a_fact_is_corrected_with_reason_source_and_the_version_that_was_seen(console: Browsing) -> None:
    wish = {"f2.occurred_on": "2016-05", "reason": "better-source", "source": str(SOURCE), "page": "9"}
    checked = await filled(console, {**wish, "_act": "check"})
    text = text_of(checked.text)
    assert "Membership lapsed / When it was true 2015 → May 2016" in text
    assert "Reason A better source says otherwise" in text
    assert console.public.network.requests == []
    done = await filled(console, wish)
    assert done.status_code == 303
    assert done.headers["location"].startswith(f"{HISTORY}?pending=")
    (request,) = console.public.network.requests
    assert request.url.path == f"/memberships/{BOLIVIA}/correct"
    assert request.headers["if-match"] == '"2"'
    assert json.loads(request.content) == {
        "changes": [{"fact": 2, "occurred_on": "2016-05"}],
        "reason": "better-source",
        "source": str(SOURCE),
        "page": "9",
    }


async def test_facts_are_corrected_and_taken_back_in_one_list(console: Browsing) -> None:
    path = f"/do/network/memberships/{BOLIVIA}/correct?fact=2&fact=1"
    wish = {"f2.what": "retract", "f1.content.focal_point_due": "2013-06-30", "reason": "mistake"}
    assert (await filled(console, wish, path)).status_code == 303
    (request,) = console.public.network.requests
    content = {
        "network": str(LATIN_AMERICA),
        "state": "BOL",
        "founding": True,
        "focal_point_due": "2013-06-30",
    }
    changes = json.loads(request.content)["changes"]
    assert changes == [{"fact": 2, "retract": True}, {"fact": 1, "content": content}]


async def test_a_correction_needs_a_change_and_a_reason(console: Browsing) -> None:
    nothing = await filled(console, {"reason": "mistake"})
    assert nothing.status_code == 422
    assert "There is nothing to correct" in text_of(nothing.text)
    without = await filled(console, {"f2.occurred_on": "2016"})
    assert without.status_code == 422
    assert "Reason: Fill this in." in text_of(without.text)
    assert console.public.network.requests == []


async def test_what_the_service_says_of_a_change_stands_beside_its_field(console: Browsing) -> None:
    errors = [{"pointer": "/changes/0/content/network", "rule": "invalid-content"}]
    refusal = httpx.Response(422, json={"code": "invalid-content", "errors": errors})
    console.public.network.answers[f"/memberships/{BOLIVIA}/correct"] = refusal
    answer = await filled(console, {"f2.content.network": str(AFRICA), "reason": "mistake"})
    assert answer.status_code == 422
    assert 'href="#f2.content.network"' in answer.text


async def test_without_a_fact_the_history_is_where_one_is_chosen(console: Browsing) -> None:
    path = CORRECT.partition("?")[0]
    assert (await console.open(path)).headers["location"] == HISTORY
    assert (await console.open(f"{path}?fact=9")).status_code == 404
    assert (await console.open(f"{path}?fact=x")).status_code == 400


async def test_a_correction_shows_with_both_times_and_the_badge_brings_the_old_picture_back(
    own_console: Browsing,
) -> None:
    feed = story()
    first = len(feed.said)
    lapsed = MembershipLapsed(network=LATIN_AMERICA, state="BOL")
    feed.say("membership", BOLIVIA, lapsed, "2016-05", corrects=2, source=SOURCE, scopes=SCOPES)
    await hear(own_console.public.database, feed, first)
    text = text_of(await own_console.page(HISTORY))
    assert "May 2016 Membership lapsed corrected When it was true 2015 → May 2016" in text
    assert "Source: A press release" in text
    assert "replaced later" in text
    members = "/networks/latin-america?as_of=2015-12-31"
    assert "Bolivia" in text_of(await own_console.page(members))
    before = feed.said[first - 1].recorded.isoformat().replace("+00:00", "Z")
    old = text_of(await own_console.page(f"{members}&known_at={before}"))
    assert "recorded by 1 January 2026" in old
    assert "Bolivia" not in old
    assert "corrected" not in text_of(await own_console.page(f"{HISTORY}?known_at={before}"))


async def test_what_was_taken_back_is_still_told(own_console: Browsing) -> None:
    feed = story()
    first = len(feed.said)
    gone = NetworkFactRetracted(fact=MembershipLapsed.type)
    feed.say("membership", BOLIVIA, gone, str(PartialDate.parse("2015")), corrects=2, scopes=SCOPES)
    await hear(own_console.public.database, feed, first)
    text = text_of(await own_console.page(HISTORY))
    assert "taken back" in text
    restored = await own_console.page(CORRECT)
    assert 'name="f2.occurred_on" value="2015"' in restored
