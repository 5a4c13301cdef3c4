"""Language, theme and time zone: chosen by a form, kept for the account, or in a cookie before signing in."""

import httpx

from tests.component.gateway.console.browsing import BROWSER, Browsing, text_of


async def test_a_chosen_language_stays_with_the_account(own_console: Browsing) -> None:
    answer = await own_console.send("/look", {"language": "ar", "theme": "dark", "next": "/networks"}, form="/me")
    assert (answer.status_code, answer.headers["location"]) == (303, "/networks")
    html = await own_console.page("/networks")
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in html


async def test_times_are_those_of_the_chosen_zone(own_console: Browsing) -> None:
    await own_console.send("/look", {"time_zone": "America/Argentina/Buenos_Aires"}, form="/me")
    text = text_of(await own_console.page("/networks?known_at=2025-07-31"))
    assert "UTC-3" in text.replace("\u2212", "-")


async def test_nobody_signed_in_has_a_cookie(console: Browsing) -> None:
    client = console.public.client
    answer = await client.post("/look", data={"language": "es", "next": "/help"}, headers=BROWSER)
    assert answer.headers["location"] == "/help"
    assert "lemkin-look=es." in answer.headers["set-cookie"]
    page = await client.get("/help", headers={**BROWSER, "cookie": "lemkin-look=es.dark"})
    assert '<html lang="es" dir="ltr" data-theme="dark">' in page.text


async def test_what_is_not_in_the_list_is_refused_by_its_field(own_console: Browsing) -> None:
    answer = await own_console.send("/look", {"time_zone": "Mars/Olympus"}, form="/me")
    assert answer.status_code == 422
    assert 'href="#f-time_zone"' in answer.text
    assert "Mars" not in answer.text


async def test_a_form_from_elsewhere_changes_nothing(console: Browsing) -> None:
    answer: httpx.Response = await console.public.client.post(
        "/look", data={"language": "es"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_help_and_problems_are_for_everybody(console: Browsing) -> None:
    for path in ("/help", "/help/dates", "/help/glossary", "/problems/stale-version"):
        assert (await console.open(path, None)).status_code == 200
    for path in ("/help/nothing", "/problems/nothing"):
        assert (await console.open(path, None)).status_code == 404
