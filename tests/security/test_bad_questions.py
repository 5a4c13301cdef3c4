"""sec-S4, I7, G11 at the public face: bad parameters, paths, tokens and hosts on every question, bad commands on their way."""

import random
from collections.abc import Iterator, Mapping
from time import monotonic
from urllib.parse import quote, quote_from_bytes

import httpx
import pytest

from services.gateway.application.questions.question import Question
from services.gateway.application.questions.table import QUESTIONS
from services.gateway.domain.token import INVITATION, TOKEN, fresh
from tests.component.gateway.public import Public, Tokens
from tests.contract.authorization.listening import heard, public
from tests.contract.authorization.test_reads import seen
from tests.security.corpus import BODIES, MARK, VALUES
from tests.security.oddities import HEADERS, HOSTS, METHODS, PATHS
from tests.security.test_bad_input import findings
from tests.support.platform import ServiceDatabase

__all__ = ["heard", "public"]

NUMBER = 25
TEXTS = [value for value in VALUES if isinstance(value, str)]
PARAMETERS = ("as_of", "known_at", "synthetic", "limit", "cursor", "after", "order", "select", "colour")
RAW = (b"\x00", b"\xff\xfe", b"\xc0\xaf", b"a\r\nX: y", b"%", b"'", b"a&b=c", b";", b"\xf0\x9f\x94\xa5")


async def _ask(public: Public, path: str, method: str = "GET", **more: object) -> httpx.Response:
    headers: Mapping[str, str | bytes] = {"Authorization": f"Bearer {public.tokens['secretariat']}"}
    headers = {**headers, **more.pop("headers", {})}  # type: ignore[dict-item]
    return await public.client.request(method, f"/api/v1{path}", headers=headers, **more)  # type: ignore[arg-type]


async def _found(public: Public, path: str, what: str, method: str = "GET", **more: object) -> list[str]:
    begun = monotonic()
    answer = seen(await _ask(public, path, method, **more))
    return [f"{method} {path[:60]} {what[:60]}: {finding}" for finding in findings(answer, monotonic() - begun)]


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def _cases(question: Question) -> Iterator[tuple[str, str]]:
    """Paths with bad parameters, the same for every run: each parameter once at least."""
    chosen = random.Random(question.name)  # noqa: S311  (not a secret)
    path = question.path.format(**dict.fromkeys(_places(question), "x"))
    names = [*(filter.name for filter in question.filters), *PARAMETERS]
    for number in range(NUMBER + len(names)):
        name, value = names[number % len(names)], chosen.choice(TEXTS)
        yield f"{path}?{name}={_quoted(value)[:4_000]}", f"{name} = {value!r}"
    for raw in RAW:
        yield f"{path}?{chosen.choice(names)}={quote_from_bytes(raw)}", repr(raw)
        yield f"{path}?{quote_from_bytes(raw)}={MARK}", repr(raw)
    yield f"{path}?as_of=2012&as_of=2013", "twice"
    yield f"{path}?as_of", "no value"
    yield f"{path}?" + "&".join(f"k{n}=1" for n in range(1_000)), "many"
    for place in _places(question):
        for value in (*chosen.sample(TEXTS, 10), *(raw.decode("latin-1") for raw in RAW)):
            given = {**dict.fromkeys(_places(question), "x"), place: _quoted(value)[:4_000] or "%20"}
            yield question.path.format(**given), f"{place} = {value!r}"


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _form(value: str) -> bytes:
    return f"text={_quoted(value)}".encode()


def _places(question: Question) -> list[str]:
    return [place.name for place in question.places]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
async def test_bad_parameters_are_refused_and_repeated_nowhere(public: Public, question: Question) -> None:
    found = [one for path, what in _cases(question) for one in await _found(public, path, what)]
    assert not found, "\n".join(found)


async def test_bad_requests_are_refused_whatever_is_wrong_with_them(public: Public) -> None:
    found = []
    for headers in (*HEADERS, *({"If-None-Match": value} for value in ("", "*", MARK, '"' * 999, "é"))):
        latin = {name: value.encode("latin-1") for name, value in headers.items()}
        found += await _found(public, "/overview", f"{headers}", headers=latin)
    for method in METHODS:
        for path in ("/overview", "/states/ARG", "/docs", "/network/memberships"):
            found += await _found(public, path, "method", method)
    for path in PATHS:
        found += await _found(public, path, "path")
        found += await _found(public, f"/network{path}", "path", "POST", json={})
    for what, content in BODIES.items():
        kind = {"Idempotency-Key": "k", "Content-Type": "application/json"}
        found += await _found(public, "/gateway/access-grants", what, "POST", content=content, headers=kind)
        found += await _found(public, "/people/search", what, "POST", content=content, headers=kind)
    for value in TEXTS:
        found += await _found(public, f"/view-log?before={_quoted(value)[:4_000]}", value, "GET")
        found += await _found(public, "/people/search", value, "POST", content=_form(value), headers=_FORM)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("host", HOSTS, ids=range(len(HOSTS)))
async def test_another_host_is_misdirected_before_anything_is_looked_at(public: Public, host: str) -> None:
    answer = await _ask(public, "/overview", headers={"Host": host.encode("latin-1")})
    assert answer.status_code == 421
    assert "evil" not in answer.text


def _tokens() -> Iterator[str]:
    good = fresh(TOKEN)
    yield from (good, fresh(INVITATION), good[:-1], f"{good}A", good.upper(), f" {good}", f"{good} ", f"{good}\x00")
    yield from (
        "",
        "lemkin_",
        "lemkin_" + "A" * 43,
        "lemkin_" + "é" * 43,
        "lemkin_" + "%" * 43,
        "' or '1'='1",
        "null",
        MARK,
    )
    yield from (
        good.replace("lemkin_", ""),
        good.replace("_", "-"),
        quote(good),
        "A" * 100_000,
        "eyJhbGciOiJub25lIn0.e30.",
    )


@pytest.mark.parametrize("token", [*_tokens()], ids=range(len([*_tokens()])))
async def test_what_is_no_token_of_ours_signs_nobody_in(public: Public, token: str) -> None:
    for header in (f"Bearer {token}", f"Token {token}", token):
        answer = await _ask(public, "/overview", headers={"Authorization": header.encode("utf-8")})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert not [name for name in answer.headers if name == "set-cookie"]
        assert MARK not in answer.text


async def test_what_is_stored_of_tokens_and_invitations_is_their_hash(
    public: Public, heard: tuple[ServiceDatabase, Tokens]
) -> None:
    async with public.database.transaction() as connection:
        rows = await connection.fetch("select t::text as row from tokens t union all select i::text from invitations i")
        lasting = await connection.fetchval("select max(expires - made) <= interval '90 days' from tokens")
    assert rows
    assert lasting
    text = " ".join(row["row"] for row in rows)
    assert not [token for token in heard[1].values() if token in text or token.removeprefix(TOKEN) in text]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
async def test_without_a_token_nothing_is_told(public: Public, question: Question) -> None:
    path = question.path.format(**dict.fromkeys(_places(question), "x"))
    answer = await public.client.get(f"/api/v1{path}")
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")
