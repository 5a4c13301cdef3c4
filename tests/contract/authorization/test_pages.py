"""sec-S1, sec-S15: every page by every role, about objects at every place, whole and as a part; nothing of foreign people."""

import re

import httpx
import pytest

from tests.component.gateway.console.browsing import Browsing
from tests.component.gateway.public import Public
from tests.contract.authorization.expectations import Row, rows
from tests.contract.authorization.hearsay import ACCOUNTS
from tests.contract.authorization.judge import alike, judge, outcome
from tests.contract.authorization.page_scenes import address, has_objects
from tests.contract.authorization.read_scenes import PERSONS
from tests.contract.authorization.stage import Answer
from tests.contract.authorization.telling import NAME
from tests.contract.authorization.world import CALLERS, PLACES

ROWS = [row for row in rows() if row.service == "page"]
ABSENT = ("0f000000-0000-7000-8000-00000000000f", "seven", "QQQ", "%00")
NEVER_SEE_PERSONS = ("reviewer", "operator")
OPEN = ("/help",)
PAST = "as_of=2020-01-01"


@pytest.fixture
def console(public: Public) -> Browsing:
    """The same gateway, opened in a browser."""
    return Browsing(public)


@pytest.mark.parametrize("row", [row for row in ROWS if row.operation != "/live"], ids=lambda row: row.operation)
async def test_each_role_opens_what_is_written_down(console: Browsing, row: Row) -> None:
    findings = [finding for role in CALLERS for finding in await _of(console, row, role)]
    assert not findings, "\n".join(findings)


async def _of(console: Browsing, row: Row, role: str) -> list[str]:
    findings, refused = [], []
    for place in (place for place in PLACES if place.name in row.places):
        path, expected = address(row.operation, place), row.outcomes[role][place.name]
        for asked, headers in ((path, {}), (f"{path}?{PAST}", {}), (path, {"hx_request_type": "partial"})):
            answer = seen(await console.open(asked, ACCOUNTS[role], **headers), path)
            findings += judge("pages", f"{asked} {role} {place.name} {headers}", outcome(answer), expected)
            findings += _told_of_persons(role, answer, asked, expected)
            if expected != "allowed" and asked == path and not headers:
                refused.append(answer)
    for text in ABSENT if has_objects(row.operation) else ():
        path = address(row.operation, PLACES[0], text)
        answer = seen(await console.open(path, ACCOUNTS[role]), path)
        unknown = "forbidden" if row.never(role) else "not-found"
        findings += judge("pages", f"{path} {role}", outcome(answer), unknown)
        refused.append(answer)
    return findings + alike(f"{row.operation} {role}", refused)


def _told_of_persons(role: str, answer: Answer, asked: str, expected: str) -> list[str]:
    """Persons where the role never sees any, or where the page itself is refused (their ids in our own address aside)."""
    if role not in NEVER_SEE_PERSONS and expected == "allowed":
        return []
    return [f"{asked} {role}: told {mark}" for mark in (NAME, *PERSONS) if mark in answer.told and mark not in asked]


@pytest.mark.parametrize("row", [row for row in ROWS if row.operation not in OPEN], ids=lambda row: row.operation)
async def test_nobody_is_sent_to_sign_in(console: Browsing, row: Row) -> None:
    for place in (place for place in PLACES if place.name in row.places):
        answer = await console.open(address(row.operation, place), None)
        assert answer.status_code in {303, 401}
        assert answer.headers.get("location", "/sign-in").startswith("/sign-in")


async def test_a_regional_admin_reads_no_foreign_name_anywhere(console: Browsing) -> None:
    """P1 over pages: persons of other networks and states are in no page, count or part that the admin may open."""
    own = {str(place.id("person")) for place in PLACES if place.name in {"own", "inner"}}
    foreign = {str(place.id("person")) for place in PLACES if place.name not in {"own", "inner"}}
    told = [
        (row.operation, mark)
        for row in ROWS
        if row.operation != "/live" and "{" not in row.operation
        for mark in foreign - own
        if mark in (await console.open(row.operation, ACCOUNTS["regional_admin"])).text
    ]
    assert told == []


_MASKED = re.compile(r'name="csrf_token" value="[^"]*"')


def seen(response: httpx.Response, path: str) -> Answer:
    """Status, headers and body, without what every answer has of its own: the form's token and the address that was asked."""
    told = _MASKED.sub("", response.text).replace(path, "~").replace(response.url.raw_path.decode(), "~")
    headers = {name: value for name, value in response.headers.items() if name not in {"content-length", "date"}}
    return Answer(response.status_code, tuple(sorted(headers.items())), told.encode())
