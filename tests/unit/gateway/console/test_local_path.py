"""C9: nobody is sent from our pages to another site, however the address is written."""

from urllib.parse import urljoin, urlsplit

import pytest

from services.gateway.entrypoints.console.local_path import HOME, local
from services.gateway.entrypoints.console.signing_in.departure import Departures

SITE = "https://lemkin.example"
OURS = (
    "/networks",
    "/states?view=table&took_part=yes",
    "/states/ARG?as_of=2013-07-31&known_at=2020-01-01T00%3A00%3A00Z",
    "/history/seat/0190c5a0-0000-7000-8000-000000000000",
    "/people?next=//evil.example",
    "/states?q=%2F%2Fevil.example",
    "/a:b@c",
    "/sign-instruction",
)
HOSTILE = (
    None,
    "",
    " ",
    "networks",
    "?a=b",
    "#a",
    "//evil.example",
    "///evil.example",
    "////evil.example//",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "//evil.example@lemkin.example",
    "https://evil.example",
    "https:evil.example",
    "http:/evil.example",
    "HTTPS://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    " //evil.example",
    "\t//evil.example",
    "\n//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "/\x00/evil.example",
    "/\x0b/evil.example",
    "/a\r\nSet-Cookie: lemkin=x",
    "/a\nb",
    "/ /evil.example",
    "/%09/evil.example",
    "/%0a/evil.example",
    "/%0d%0aSet-Cookie:x",
    "/%00",
    "/%7f",
    "/%2fevil.example",
    "/%2F%2Fevil.example",
    "/%5cevil.example",
    "/%5C/evil.example",
    "/%252fevil.example",
    "/a/..//evil.example",
    "/..//evil.example",
    "/../evil",
    "/./evil",
    "/a//evil.example",
    "/%",
    "/%zz",
    "/\u2028/evil.example",
    "/\u202e/evil",
    "\u2044\u2044evil.example",
    "\uff0f\uff0fevil.example",
    "/\u3002evil.example",
    "/\ud800",
    "/a<script>",
    '/a"onload="x',
    "/a#//evil.example",
    "/a|b",
    "/a^b",
    "/" + "a" * 1_000,
    "/sign-in",
    "/sign-in?next=/sign-in",
    "/sign-in/start",
    "/sign-out",
    "/sign-out/everywhere",
)


def test_there_are_enough_forms() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("address", OURS)
def test_an_address_of_ours_is_kept_as_it_is(address: str) -> None:
    assert local(address) == address
    assert urlsplit(urljoin(SITE, address)).netloc == "lemkin.example"


@pytest.mark.parametrize("address", HOSTILE, ids=ascii)
def test_any_other_leads_home(address: str | None) -> None:
    assert local(address) == HOME


@pytest.mark.parametrize("address", HOSTILE, ids=ascii)
def test_who_leaves_with_one_comes_back_home(address: str | None) -> None:
    departures = Departures(bytes(32))
    made, kept = departures.begin(address)
    read = departures.read(kept, made.state)
    assert read is not None
    assert read.back == HOME
