"""The pages of operators: how every service is; a dead letter tried, redriven and discarded, by those who may."""

import httpx
import pytest

from tests.component.gateway.console.browsing import Browsing, text_of

LETTER = {
    "id": 7,
    "topic": "network.events",
    "partition": 3,
    "offset": 41,
    "kind": "seat",
    "aggregate": "00000000-0000-0000-0000-0000000000a1",
    "sequence": 2,
    "reason": "poison",
    "error": "Undecodable in decode:12",
    "attempts": 1,
    "at": "2026-01-01T10:00:00+00:00",
    "waiting": 4,
    "outcome": None,
    "settled_by": None,
    "settled_at": None,
}
PAGE = "/operations/dead-letters/network/7"


@pytest.fixture
def operating(console: Browsing, monkeypatch: pytest.MonkeyPatch) -> Browsing:
    """The network's operations answer: one dead letter, and what was asked about it."""
    network, handle = console.public.network, console.public.network.handle_async_request

    async def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if not path.startswith("/internal/dead-letters"):
            return await handle(request)
        await request.aread()
        if request.method == "POST":
            network.requests.append(request)
            dry, act = request.url.params["dry_run"] == "true", path.rpartition("/")[2]
            return httpx.Response(
                200,
                json={"id": 7, "outcome": "would-succeed" if dry else f"{act}ed"[:9].replace("redriveed", "redriven")},
            )
        known = path in {"/internal/dead-letters", "/internal/dead-letters/7"}
        return httpx.Response(200 if known else 404, json={"items": [LETTER]} if path.endswith("letters") else LETTER)

    monkeypatch.setattr(network, "handle_async_request", answer)
    return console


async def test_every_service_is_there(console: Browsing) -> None:
    text = text_of(await console.page("/operations", "operator"))
    assert "Everything is healthy" in text


async def test_a_service_that_is_down_says_what_to_do(console: Browsing) -> None:
    console.public.network.down = True
    text = text_of(await console.page("/operations", "operator"))
    assert "lemkin doctor" in text


async def test_a_dead_letter_is_found_and_tried_before_it_is_redriven(operating: Browsing) -> None:
    listed = await operating.page("/operations/dead-letters?service=network", "operator")
    assert f'href="{PAGE}"' in listed
    page = await operating.page(PAGE, "operator")
    assert "Redrive now" not in page
    tried = await operating.send(f"{PAGE}/redrive", {"dry_run": "true"}, "operator", form=PAGE)
    assert "a redrive would handle it now" in text_of(tried.text)
    assert "Redrive now" in tried.text
    done = await operating.send(f"{PAGE}/redrive", {"dry_run": "false"}, "operator", form=PAGE)
    assert (done.status_code, done.headers["location"]) == (303, f"{PAGE}?done=redriven")
    assert [request.url.params["dry_run"] for request in operating.public.network.requests] == ["true", "false"]


async def test_a_discard_needs_a_reason_of_the_list(operating: Browsing) -> None:
    refused = await operating.send(f"{PAGE}/discard", {"dry_run": "false", "why": "x"}, "operator", form=PAGE)
    assert refused.status_code == 409
    assert operating.public.network.requests == []
    tried = await operating.send(f"{PAGE}/discard", {"dry_run": "true", "why": "not-needed"}, "operator", form=PAGE)
    assert "Discard now" in tried.text


async def test_an_unknown_letter_is_not_found(operating: Browsing) -> None:
    for path in ("/operations/dead-letters/network/8", "/operations/dead-letters/elsewhere/7", f"{PAGE}x"):
        assert (await operating.open(path, "operator")).status_code == 404


@pytest.mark.parametrize("role", ["admin.latin-america", "focal-point.arg", "reviewer", "auditor"])
async def test_others_never_open_them(operating: Browsing, role: str) -> None:
    for path in ("/operations", "/operations/dead-letters", PAGE):
        assert (await operating.open(path, role)).status_code == 403


async def test_a_stale_form_does_nothing(operating: Browsing) -> None:
    fields = {"dry_run": "false", "csrf_token": "x" * 86}
    answer = await operating.send(f"{PAGE}/redrive", fields, "operator", form=PAGE)
    assert answer.status_code == 409
    assert operating.public.network.requests == []
