"""G3, G8, A7, sec-S12, sec-S13: what a session is, when it ends, and that it ends with the rights it was opened with."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.gateway.adapters import sessions
from services.gateway.adapters.accounts import create_token, demo_account
from shared.store.database import Database
from tests.component.gateway.front import HERE, Browser, Front, fronted
from tests.component.gateway.public import Public
from tests.support.platform import ServiceDatabase

OUT = 303


async def _row(database: Database, cookie: str | None) -> Any:
    async with database.transaction(read_only=True) as connection:
        return await connection.fetchrow(
            "select * from sessions where hash = $1", hashlib.sha256((cookie or "").encode()).digest()
        )


async def _age(database: Database, cookie: str | None, *, used: timedelta, opened: timedelta) -> None:
    """As if the session had been opened and last used so long ago."""
    async with database.transaction() as connection:
        await connection.execute(
            """
            update sessions set used = clock_timestamp() - $2::interval, opened = clock_timestamp() - $3::interval
            where hash = $1
            """,
            hashlib.sha256((cookie or "").encode()).digest(),
            used,
            opened,
        )


async def _is_in(browser: Browser) -> bool:
    answer = await browser.site.get("/networks")
    assert answer.status_code in {200, OUT}
    return answer.status_code == 200


async def test_what_the_browser_holds_is_stored_as_a_hash_only(front: Front) -> None:
    async with front.browser() as browser:
        await browser.sign_in("auditor")
        assert browser.session is not None
        assert len(browser.session) == 43, "256 bits"
        row = await _row(front.database, browser.session)
        assert browser.session.encode() not in b"".join(value for value in row.values() if isinstance(value, bytes))
        assert len(row["secret"]) == 32


async def test_a_session_that_somebody_planted_is_never_the_one_that_signs_in(front: Front) -> None:
    async with front.browser() as hostile, front.browser() as victim:
        await hostile.sign_in("reviewer")
        for planted in (hostile.session or "", "A" * 43, "x", "a b", "A" * 5_000):
            victim.site.cookies.clear()
            victim.site.cookies.set("lemkin", planted, "127.0.0.1", "/")
            await victim.sign_in("auditor")
            assert victim.session not in {planted, None}
            assert await _is_in(victim)
        assert not await _is_in(hostile), "the session that came with a sign-in is over"


async def test_each_sign_in_is_a_new_session_with_a_new_form_secret(front: Front) -> None:
    async with front.browser() as browser:
        await browser.sign_in("auditor")
        first, token = browser.session, await browser.token()
        await browser.sign_in("auditor")
        assert browser.session != first
        assert await _row(front.database, first) is None
        stale = await browser.post("/sign-out", token)
        assert stale.status_code == 409
        assert 'name="csrf_token"' in stale.text, "the form is shown again"
        assert await _is_in(browser), "and nothing was done"


@pytest.mark.parametrize(
    ("used", "opened", "lives"),
    [
        (timedelta(minutes=29), timedelta(hours=11), True),
        (timedelta(minutes=30, seconds=1), timedelta(hours=1), False),
        (timedelta(seconds=1), timedelta(hours=11, minutes=59), True),
        (timedelta(seconds=1), timedelta(hours=12, seconds=1), False),
    ],
)
async def test_a_session_ends_idle_and_at_the_latest(
    front: Front, used: timedelta, opened: timedelta, *, lives: bool
) -> None:
    async with front.browser() as browser:
        await browser.sign_in("auditor")
        await _age(front.database, browser.session, used=used, opened=opened)
        assert await _is_in(browser) is lives


async def test_use_is_noted_at_most_once_a_minute_and_wakes_nothing(front: Front) -> None:
    async def used() -> datetime:
        moment: datetime = (await _row(front.database, cookie))["used"]
        return moment

    async with front.browser() as browser:
        await browser.sign_in("auditor")
        cookie, begun = browser.session, timedelta(hours=1)
        first = await used()
        await browser.site.get("/networks")
        assert await used() == first
        await _age(front.database, cookie, used=timedelta(minutes=2), opened=begun)
        await browser.site.get("/networks")
        assert await used() > first
        await _age(front.database, cookie, used=timedelta(minutes=31), opened=begun)
        over = await used()
        await sessions.touch(front.database, cookie)
        await sessions.touch(front.database, "not one")
        assert await used() == over


async def test_who_has_ended_is_swept_at_the_next_sign_in(front: Front) -> None:
    async with front.browser() as browser, front.browser() as other:
        await browser.sign_in("auditor")
        await _age(front.database, browser.session, used=timedelta(minutes=31), opened=timedelta(hours=1))
        await other.sign_in("reviewer")
        assert await _row(front.database, browser.session) is None


async def test_signing_out_ends_this_session_at_the_server(front: Front) -> None:
    async with front.browser() as here, front.browser() as there:
        await here.sign_in("auditor")
        await there.sign_in("auditor")
        cookie = here.session
        answer = await here.post("/sign-out")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
        assert answer.headers["clear-site-data"] == '"storage"'
        assert here.session is None
        here.site.cookies.set("lemkin", cookie or "", "127.0.0.1", "/")
        assert not await _is_in(here), "a copy of the cookie opens nothing"
        assert await _is_in(there)


async def test_signing_out_everywhere_ends_all_of_the_account_and_nobody_elses(front: Front) -> None:
    async with front.browser() as here, front.browser() as there, front.browser() as other:
        for browser, name in ((here, "auditor"), (there, "auditor"), (other, "reviewer")):
            await browser.sign_in(name)
        assert (await here.post("/sign-out/everywhere")).status_code == 303
        assert [await _is_in(browser) for browser in (here, there)] == [False, False]
        assert (await other.site.get("/sign-out")).status_code == 200


async def test_revoking_a_grant_ends_sessions_and_tokens_before_the_next_request(own_front: Front, own: Public) -> None:
    """A7, S13: in its transaction; a later grant wakes neither, and a session without a grant ends when one comes."""
    own.tokens["auditor"] = (await create_token(own.database, "auditor")).secret
    async with own_front.browser() as browser, own_front.browser() as other:
        await browser.sign_in("auditor")
        await other.sign_in("operator")
        async with own.database.transaction(read_only=True) as connection:
            grant = await connection.fetchval("select id from aggregates where state ->> 'role' = 'auditor'")
        assert await _is_in(browser)
        assert (await own.get("/overview", "auditor")).status_code == 200
        assert (await own.post(f"/gateway/access-grants/{grant}/revoke", {"reason": "left"})).status_code == 200
        assert not await _is_in(browser)
        assert (await own.get("/overview", "auditor")).status_code == 401
        assert (await other.site.get("/sign-out")).status_code == 200, "nobody else's"

        assert (await browser.sign_in("auditor")).status_code == 200
        waiting = browser.session
        assert not await _is_in(browser)
        assert "have no role yet" in (await browser.site.get("/sign-in")).text
        again = {"account": str(demo_account("auditor")), "role": "reviewer"}
        assert (await own.post("/gateway/access-grants", again, **{"Idempotency-Key": "again"})).status_code == 201
        async with own.database.transaction(read_only=True) as connection:
            assert await sessions.found(connection, waiting) is None
        await browser.sign_in("auditor")
        assert browser.session != waiting


async def test_rights_of_a_session_are_those_of_the_grant(front: Front) -> None:
    async with front.browser() as browser:
        await browser.sign_in("admin.latin-america")
        async with front.database.transaction(read_only=True) as connection:
            session = await sessions.found(connection, browser.session)
            assert session is not None
            assert session.reader is not None
            assert (session.account, session.name) == (demo_account("admin.latin-america"), "admin.latin-america")
            assert session.reader.role == "regional_admin"
            assert "state:ARG" in session.reader.scopes
            assert await sessions.found(connection, None) is None


async def test_a_cookie_is_no_token_and_both_at_once_are_refused(front: Front, public: Public) -> None:
    async with front.browser() as browser:
        await browser.sign_in("auditor")
        assert (await browser.site.get("/api/v1/overview")).status_code == 401
        bearer = {"Authorization": f"Bearer {browser.session}"}
        assert (await browser.site.get("/api/v1/overview", headers=bearer)).status_code == 400
        browser.site.cookies.clear()
        assert (await browser.site.get("/api/v1/overview", headers=bearer)).status_code == 401
        token = {"Authorization": f"Bearer {public.tokens['auditor']}"}
        assert (await browser.site.get("/networks", headers=token)).status_code == OUT, "a token opens no page"


async def test_choices_are_kept_for_the_account_on_every_device(front: Front) -> None:
    account = demo_account("focal-point.arg")

    async def chosen(account: UUID) -> tuple[str | None, str | None, str | None]:
        async with front.database.transaction() as connection:
            cookie = await sessions.open_session(connection, account)
            session = await sessions.found(connection, cookie)
        assert session is not None
        return session.language, session.theme, session.time_zone

    async with front.database.transaction() as connection:
        await sessions.choose(connection, account, language="es", theme="dark")
        await sessions.choose(connection, account, time_zone="America/Lima")
    assert await chosen(account) == ("es", "dark", "America/Lima")
    async with front.database.transaction() as connection:
        await sessions.choose(connection, account, theme="")
    assert await chosen(account) == ("es", None, "America/Lima")
    assert await chosen(demo_account("reviewer")) == (None, None, None)


async def test_by_https_only_the_name_that_is_bound_to_the_host_counts(door: ServiceDatabase) -> None:
    site = "https://lemkin.example"
    async with Database(door.app, door.app_password, size=3) as database, fronted(database, site) as front:
        async with database.transaction() as connection:
            cookie = await sessions.open_session(connection, demo_account("auditor"))
        transport = httpx.ASGITransport(app=front.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:  # behind a proxy
            for name, status in (("lemkin", OUT), ("__Secure-lemkin", OUT), ("__Host-lemkin", 200)):
                answer = await browser.get("/networks", headers={"Cookie": f"{name}={cookie}"})
                assert answer.status_code == status, name
            left = await browser.get("/sign-in/start", headers={"Host": "localhost"})
            assert left.headers["location"].startswith(f"{site}/sign-in/start")


async def test_a_link_from_elsewhere_asks_once_more_from_here(front: Front) -> None:
    """G5: a Strict cookie does not come with a link in a mail; our own page brings it."""
    async with front.browser() as browser:
        first = await browser.site.get("/networks?q=1", headers={"Sec-Fetch-Site": "cross-site"})
        assert first.status_code == 200
        assert 'content="0; url=/networks?q=1"' in first.text
        second = await browser.site.get("/networks?q=1", headers=HERE)
        assert second.status_code == OUT
