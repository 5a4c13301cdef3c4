"""The pages of networks: what they show at which dates, to whom."""

from tests.component.gateway.console.browsing import Browsing, text_of


async def test_a_network_shows_its_members_of_a_day(console: Browsing) -> None:
    told = await console.public.told("/networks/latin-america/members", as_of="2012-12-31")
    text = text_of(await console.page("/networks/latin-america?as_of=2012-12-31"))
    assert told["total"] > 0
    assert f"{told['total']} states" in text or f"{told['total']} state" in text
    assert "As of 31 December 2012" in text
    assert "recorded by today" in text
    assert "Invite a state" not in text  # the past has no write control


async def test_every_link_keeps_the_dates(console: Browsing) -> None:
    html = await console.page("/networks?as_of=2012&synthetic=exclude")
    assert 'href="/networks/latin-america?as_of=2012&amp;synthetic=exclude"' in html
    assert 'href="/networks?synthetic=exclude"' in html  # back to now


async def test_a_part_comes_alone(console: Browsing) -> None:
    response = await console.open("/networks", hx_request_type="partial", hx_target="section#results")
    assert response.text.startswith('<section id="results"')
    assert response.headers["vary"] == "HX-Request-Type, HX-Target, Cookie, Accept-Encoding"


async def test_a_bad_date_is_told_with_the_form(console: Browsing) -> None:
    response = await console.open("/networks?as_of=2012-02-31")
    assert response.status_code == 400
    text = text_of(response.text)
    assert "Part of the address: as_of" in text
    assert 'value="2012-02-31"' in response.text


async def test_an_unknown_network_is_not_found(console: Browsing) -> None:
    response = await console.open("/networks/nowhere")
    assert response.status_code == 404
    assert response.text.startswith("<!doctype html>")


async def test_who_is_not_signed_in_signs_in_and_comes_back(console: Browsing) -> None:
    response = await console.open("/networks?status=launched", None)
    assert (response.status_code, response.headers["location"]) == (
        303,
        "/sign-in?next=%2Fnetworks%3Fstatus%3Dlaunched",
    )


async def test_a_link_from_elsewhere_asks_once_more_from_here(console: Browsing) -> None:
    response = await console.open("/networks?status=launched", None, sec_fetch_site="cross-site")
    assert response.status_code == 200
    assert 'http-equiv="refresh" content="0; url=/networks?status=launched"' in response.text


async def test_a_network_chosen_by_a_form_opens_at_its_dates(console: Browsing) -> None:
    answer = await console.open("/networks?open=latin-america&as_of=2013-07-31&known_at=")
    assert (answer.status_code, answer.headers["location"]) == (303, "/networks/latin-america?as_of=2013-07-31")
    away = await console.open("/networks?open=//evil.example")
    assert away.headers["location"].startswith("/networks/")
