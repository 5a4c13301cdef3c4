"""G1 to G5: to the issuer and back; whatever comes back that is not ours signs nobody in."""

from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

import pytest

from shared.store.database import Database
from tests.component.gateway.front import ISSUER, SITE, Front


def _with(address: str, **changes: Any) -> str:
    """The address with other parameters: None takes one out, a tuple gives it several times."""
    split = urlsplit(address)
    given: list[tuple[str, Any]] = [(name, text) for name, text in parse_qsl(split.query) if name not in changes]
    for name, value in changes.items():
        given += [(name, one) for one in (value if isinstance(value, tuple) else () if value is None else (value,))]
    return urlunsplit(split._replace(query=urlencode(given)))


async def _sessions(database: Database) -> int:
    async with database.transaction(read_only=True) as connection:
        count: int = await connection.fetchval("select count(*) from sessions")
    return count


async def test_who_comes_back_from_the_issuer_is_signed_in_by_a_page_of_ours(front: Front) -> None:
    async with front.browser() as browser:
        first = await browser.site.get("/networks")
        assert (first.status_code, first.headers["location"]) == (303, "/sign-in?next=%2Fnetworks")
        door = await browser.site.get(first.headers["location"])
        assert "/sign-in/start?next=%2Fnetworks&amp;account=admin.latin-america" in door.text
        address = await browser.leave("/sign-in/start?next=%2Fnetworks&account=admin.latin-america")
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{ISSUER}/authorize?")
        assert (asked["scope"], asked["redirect_uri"]) == ("openid", f"{SITE}/sign-in/return")
        assert (asked["code_challenge_method"], asked["login_hint"]) == ("S256", "admin.latin-america")
        answer = await browser.site.get(await browser.be("admin.latin-america", address))
        assert answer.status_code == 200
        assert '<meta http-equiv="refresh" content="0; url=/networks">' in answer.text
        page = await browser.site.get("/networks")
        assert page.status_code == 200
        assert "admin.latin-america" in page.text


async def test_the_cookies_are_strict_and_lax_and_seen_by_no_script(front: Front) -> None:
    async with front.browser() as browser:
        left = await browser.site.get("/sign-in/start")
        kept = left.headers["set-cookie"]
        assert kept.startswith("lemkin-sign-in=")
        assert {part.strip() for part in kept.split(";")[1:]} == {"HttpOnly", "Max-Age=600", "Path=/", "SameSite=lax"}
        back = await browser.be("auditor", left.headers["location"])
        answer = await browser.site.get(back)
        dropped, session = answer.headers.get_list("set-cookie")
        assert dropped.startswith('lemkin-sign-in="";')
        assert "Max-Age=0" in dropped
        assert {part.strip() for part in session.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=strict"}
        assert browser.session is not None
        assert browser.session not in answer.text


async def test_a_return_counts_once(front: Front) -> None:
    async with front.browser() as browser:
        back = await browser.be("auditor", await browser.leave())
        kept = browser.site.cookies.get("lemkin-sign-in") or ""
        assert (await browser.site.get(back)).status_code == 200
        again = await browser.site.get(back, headers={"Cookie": f"lemkin-sign-in={kept}"})
        assert again.status_code == 400
        assert "set-cookie" in again.headers
        assert "lemkin=" not in again.headers["set-cookie"]


@pytest.mark.parametrize(
    "changes",
    [
        {"state": None},
        {"state": ""},
        {"state": "x" * 43},
        {"state": ("a", "b")},
        {"code": None},
        {"code": ""},
        {"code": "x" * 43},
        {"code": ("a", "b")},
        {"iss": "https://evil.example"},
        {"iss": ""},
        {"iss": (ISSUER, "https://evil.example")},
        {"error": "access_denied"},
        {"error": "access_denied", "code": None},
    ],
    ids=str,
)
async def test_a_return_that_was_tampered_with_signs_nobody_in(front: Front, changes: dict[str, Any]) -> None:
    async with front.browser() as browser:
        back = _with(await browser.be("auditor", await browser.leave()), **changes)
        before = await _sessions(front.database)
        answer = await browser.site.get(back)
        assert answer.status_code == 400, answer.text
        assert browser.session is None
        assert await _sessions(front.database) == before


async def test_a_return_belongs_to_the_browser_that_left(front: Front) -> None:
    """Nobody is signed in to an account of somebody else's choice, nor with a code that was begun elsewhere."""
    async with front.browser() as hostile, front.browser() as victim:
        theirs = await hostile.be("auditor", await hostile.leave())
        assert (await victim.site.get(theirs)).status_code == 400
        await victim.leave()
        assert (await victim.site.get(theirs)).status_code == 400
        ours = await victim.be("reviewer", await victim.leave())
        mixed = _with(ours, code=parse_qs(urlsplit(theirs).query)["code"][0])
        assert (await victim.site.get(mixed)).status_code == 400, "the code was not for our verifier"
        assert victim.session is None


async def test_a_cookie_that_somebody_changed_counts_for_nothing(front: Front) -> None:
    async with front.browser() as browser:
        back = await browser.be("auditor", await browser.leave())
        kept = browser.site.cookies.get("lemkin-sign-in") or ""
        said, _, mark = kept.partition(".")
        for wrong in (
            "",
            ".",
            said,
            f".{mark}",
            f"{said}.",
            f"{said}.{mark[:-2]}",
            f"{said}A.{mark}",
            f"{kept}.{mark}",
        ):
            browser.site.cookies.set("lemkin-sign-in", wrong, "127.0.0.1")
            assert (await browser.site.get(back)).status_code == 400, wrong
        assert browser.session is None


async def test_an_identity_without_account_is_told_whom_to_ask(own_front: Front) -> None:
    async with own_front.database.transaction() as connection:
        await connection.execute("update accounts set subject = null where name = 'auditor'")
    async with own_front.browser() as browser:
        answer = await browser.sign_in("auditor")
        assert answer.status_code == 403
        assert "/sign-in/invitation" in answer.text
        assert browser.session is None


async def test_an_issuer_that_is_away_is_said_so_and_nothing_is_kept(front: Front) -> None:
    async with front.browser() as browser:
        front.away.down = True
        assert (await browser.site.get("/sign-in/start")).status_code == 503
        assert (await browser.site.get("/sign-in")).status_code == 200
        front.away.down = False
        back = await browser.be("auditor", await browser.leave())
        front.away.down = True
        assert (await browser.site.get(back)).status_code == 503
        assert browser.session is None
        front.away.down = False
        assert (await browser.sign_in("auditor")).status_code == 200


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "127.0.0.1:9999", "[::1]:8080"])
async def test_who_came_by_another_name_of_ours_leaves_from_the_one_that_is_set(front: Front, host: str) -> None:
    async with front.browser() as browser:
        answer = await browser.site.get("/sign-in/start?next=%2Fnetworks", headers={"Host": host})
        assert answer.headers["location"] == f"{SITE}/sign-in/start?next=%2Fnetworks"
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8080", "127.0.0.1@evil.example", ""]
)
async def test_a_hostile_host_gets_nothing(front: Front, host: str) -> None:
    async with front.browser() as browser:
        for path in ("/sign-in", "/sign-in/start", "/sign-in/return", "/sign-out"):
            answer = await browser.site.get(path, headers={"Host": host, "X-Forwarded-Host": "evil.example"})
            assert answer.status_code == 421
            assert "evil.example" not in answer.text + str(answer.headers)


async def test_forwarded_names_do_not_choose_where_people_come_back_to(front: Front) -> None:
    hostile = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Forwarded-Proto": "https"}
    async with front.browser() as browser:
        answer = await browser.site.get("/sign-in/start", headers=hostile)
        assert "evil.example" not in answer.headers["location"]
        assert parse_qs(urlsplit(answer.headers["location"]).query)["redirect_uri"] == [f"{SITE}/sign-in/return"]
