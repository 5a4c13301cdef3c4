"""G6 to G8: a form counts when it comes from our own page and bears this session's token."""

from typing import Any
from uuid import UUID

import pytest
from fastapi import Request
from starlette.datastructures import FormData

from services.gateway.adapters.sessions import Session
from services.gateway.entrypoints.console.form_token import CrossSite, StaleForm, guard, holds, issued
from shared.http import BadRequest

SECRET = bytes(range(32))
SESSION = Session(UUID(int=1), None, None, SECRET, None, None, None)
SITE = "http://127.0.0.1:8080"
FORM, HERE = ("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")


def _request(body: bytes, *headers: tuple[str, str]) -> Request:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    raw = [(name.encode(), value.encode()) for name, value in headers]
    return Request({"type": "http", "method": "POST", "headers": raw, "path": "/", "query_string": b""}, receive)


def _filled(token: str, rest: str = "&a=1") -> bytes:
    return f"csrf_token={token}{rest}".encode()


async def _guarded(body: bytes, *headers: tuple[str, str], session: Session | None = SESSION) -> FormData:
    return await guard(_request(body, *headers), session, SITE)


def test_a_token_is_another_text_each_time_and_holds_for_its_secret_only() -> None:
    tokens = {issued(SECRET) for _ in range(50)}
    assert len(tokens) == 50
    assert all(holds(SECRET, token) for token in tokens)
    assert not any(holds(bytes(32), token) for token in tokens)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "x",
        "é",
        "=" * 86,
        "A" * 85,
        "A" * 86,
        "A" * 88,
        " " + issued(SECRET),
        issued(SECRET)[:-1],
        issued(SECRET) * 2,
    ],
)
def test_no_other_text_holds(given: str) -> None:
    assert not holds(SECRET, given)


async def test_a_form_of_our_own_page_is_read() -> None:
    form = await _guarded(_filled(issued(SECRET)), FORM, HERE)
    assert form["a"] == "1"
    parts = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{issued(SECRET)}\r\n--x--\r\n'.encode()
    assert "csrf_token" in await _guarded(parts, ("content-type", "multipart/form-data; boundary=x"), HERE)
    assert await _guarded(_filled(issued(SECRET)), FORM, ("origin", SITE))
    assert await _guarded(b"a=1", FORM, HERE, ("x-lemkin-request", "1")), "a script of ours, by htmx"
    assert await _guarded(b"a=1", FORM, HERE, session=None), "nobody signed in: nobody to act as"


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("sec-fetch-site", "cross-site"),),
        (("sec-fetch-site", "same-site"),),
        (("sec-fetch-site", "none"),),
        (("sec-fetch-site", ""),),
        (("sec-fetch-site", "Same-Origin"),),
        (("sec-fetch-site", "same-origin, cross-site"),),
        (("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")),
        (("sec-fetch-site", "cross-site"), ("origin", SITE)),
        (("origin", "null"),),
        (("origin", ""),),
        (("origin", "https://evil.example"),),
        (("origin", "http://127.0.0.1:8081"),),
        (("origin", "https://127.0.0.1:8080"),),
        (("origin", "http://127.0.0.1:8080.evil.example"),),
        (("origin", SITE), ("origin", "https://evil.example")),
        (("referer", f"{SITE}/"),),
    ],
    ids=str,
)
@pytest.mark.parametrize("session", [SESSION, None], ids=["somebody", "nobody"])
async def test_what_no_page_of_ours_sent_is_refused_even_with_the_token(
    headers: tuple[tuple[str, str], ...], session: Session | None
) -> None:
    for more in ((), (("x-lemkin-request", "1"),)):
        with pytest.raises(CrossSite):
            await _guarded(_filled(issued(SECRET)), FORM, *headers, *more, session=session)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"a=1",
        b"csrf_token=",
        b"csrf_token=x&a=1",
        _filled(issued(bytes(32))),
        _filled(issued(SECRET), f"&csrf_token={issued(SECRET)}"),
        _filled(issued(SECRET)).replace(b"csrf_token", b"CSRF_TOKEN"),
        _filled(issued(SECRET)).replace(b"csrf_token", b"csrf_token[]"),
    ],
)
async def test_a_stale_form_keeps_what_was_written(body: bytes) -> None:
    with pytest.raises(StaleForm) as stale:
        await _guarded(body, FORM, HERE)
    assert stale.value.form.get("a") in {None, "1"}
    with pytest.raises(StaleForm):
        await _guarded(body, FORM, HERE, ("x-lemkin-request", "0"))


@pytest.mark.parametrize(
    "kind", ["", "application/json", "text/plain", "application/x-www-form-urlencoded2", "multipart/mixed; boundary=x"]
)
async def test_another_content_type_is_no_form(kind: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await _guarded(_filled(issued(SECRET)), ("content-type", kind), HERE)
    assert refused.value.status == 415


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (FORM[1], b"a=" + b"x" * 300_000, 413),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"x" * 300_000, 413),
        (FORM[1], b"&".join(b"a=1" for _ in range(500)), 400),
        ("multipart/form-data", b"a=1", 400),
        ("multipart/form-data; boundary=x", b"nonsense", 400),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nx\r\n--x--\r\n',
            400,
        ),
    ],
    ids=range(6),
)
async def test_what_is_too_much_or_cannot_be_read_is_refused(kind: str, body: bytes, status: int) -> None:
    with pytest.raises(BadRequest) as refused:
        await _guarded(body, ("content-type", kind), HERE)
    assert refused.value.status == status
