"""D10, G15: the development issuer lets anybody in, so it runs on one machine only, for one client, in one way."""

import base64
import hashlib
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from deploy.embedded.issuer import DevelopmentIssuer, main, refusal
from services.gateway.adapters.accounts import DEMO

ADDRESS, SITE = "http://127.0.0.1:8181", "http://127.0.0.1:8080"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
ASKED = {
    "client_id": "lemkin",
    "redirect_uri": f"{SITE}/sign-in/return",
    "response_type": "code",
    "scope": "openid",
    "state": 's"><script>',
    "nonce": "n",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    app = DevelopmentIssuer(ADDRESS, "s3cret", f"{SITE}/sign-in/return").app()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ADDRESS) as browser:
        yield browser


@pytest.mark.parametrize(
    ("environment", "site"),
    [
        ({"LEMKIN_PRODUCTION": "1"}, SITE),
        ({"LEMKIN_MODE": "container"}, SITE),
        ({"LEMKIN_SITE": "https://lemkin.example"}, SITE),
        ({}, "http://lemkin.example"),
        ({}, "http://0.0.0.0:8080"),
        ({}, "http://127.0.0.1.evil.example"),
        ({}, ""),
    ],
)
def test_it_does_not_start_where_others_could_reach_what_it_opens(
    environment: dict[str, str], site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(environment, site) is not None
    for name in ("LEMKIN_PRODUCTION", "LEMKIN_MODE", "LEMKIN_SITE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main("0", "/nonexistent", site)
    assert ended.value.code == refusal(environment, site)


def test_it_starts_on_one_machine() -> None:
    assert refusal({}, SITE) is None
    assert refusal({"LEMKIN_MODE": "machine", "LEMKIN_SITE": "http://localhost:8080"}, SITE) is None


async def test_it_lists_the_accounts_of_the_demo_with_the_hinted_one_first(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/authorize", params={**ASKED, "login_hint": "auditor"})
    offered = [part.partition('"')[0] for part in page.text.split('name="account" value="')[1:]]
    assert offered[0] == "auditor"
    assert sorted(offered) == sorted(demo.name for demo in DEMO)
    assert "<script" not in page.text
    assert "form-action 'self' http://127.0.0.1:8080;" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "other"},
        {"redirect_uri": f"{SITE}/sign-in/return/"},
        {"redirect_uri": "http://evil.example/sign-in/return"},
        {"redirect_uri": f"{SITE}/sign-in/return?a=b"},
        {"response_type": "token"},
        {"scope": "openid profile"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
        {"state": ""},
    ],
)
async def test_no_other_flow_is_known_and_nobody_is_sent_on(
    browser: httpx.AsyncClient, changes: dict[str, str]
) -> None:
    for answer in (
        await browser.get("/authorize", params=ASKED | changes),
        await browser.post("/authorize", data={**ASKED, **changes, "account": "auditor"}, headers=HERE),
    ):
        assert answer.status_code == 400
        assert "location" not in answer.headers


async def test_only_its_own_page_chooses_an_account_and_only_one_of_the_demo(browser: httpx.AsyncClient) -> None:
    chosen = {**ASKED, "account": "secretariat"}
    assert (await browser.post("/authorize", data=chosen, headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403
    assert (await browser.post("/authorize", data={**ASKED, "account": "root"}, headers=HERE)).status_code == 400
    assert (await browser.get("/authorize", params=ASKED, headers={"Host": "evil.example"})).status_code == 421


async def test_a_code_is_good_once_for_its_verifier_and_our_secret(browser: httpx.AsyncClient) -> None:
    async def code() -> str:
        answer = await browser.post("/authorize", data={**ASKED, "account": "auditor"}, headers=HERE)
        return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]

    async def token(code: str, secret: str = "s3cret", **changes: str) -> httpx.Response:  # noqa: S107  (no real one)
        form: dict[str, Any] = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": VERIFIER,
            "redirect_uri": ASKED["redirect_uri"],
        }
        return await browser.post("/token", data=form | changes, auth=("lemkin", secret))

    good = await code()
    assert (await token(good, "wrong")).status_code == 401
    assert (await token(good)).status_code == 200
    assert (await token(good)).status_code == 400, "used"
    for changes in ({"code_verifier": "w" * 43}, {"redirect_uri": SITE}, {"grant_type": "password"}):
        other = await code()
        assert (await token(other, **changes)).status_code == 400
        assert (await token(other)).status_code == 400, "tried wrongly, and gone"


async def test_each_start_has_keys_of_its_own(browser: httpx.AsyncClient) -> None:
    app = DevelopmentIssuer(ADDRESS, "s3cret", f"{SITE}/sign-in/return").app()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ADDRESS) as other:
        ours, theirs = await browser.get("/keys"), await other.get("/keys")
    assert ours.json()["keys"][0]["x"] != theirs.json()["keys"][0]["x"]
    assert "d" not in ours.json()["keys"][0]
