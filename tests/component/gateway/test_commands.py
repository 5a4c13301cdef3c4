"""Commands through the gateway: passed on as they came, refused on role alone, signed for one service."""

import json
from uuid import UUID

from services.gateway.adapters.accounts import demo_account
from shared.access import Verifier
from shared.contracts.ids import membership_id
from tests.component.gateway.public import Public
from tests.component.gateway.story import LATIN_AMERICA
from tests.support.signing import keys

SUSPEND = f"/network/memberships/{membership_id(LATIN_AMERICA, 'ARG')}/suspend"


async def test_a_command_is_passed_on_with_its_headers_and_answered_as_it_is(public: Public) -> None:
    answer = await public.post(SUSPEND, {"page": "3"}, **{"If-Match": '"1"', "X-Secret": "1"})
    assert (answer.status_code, answer.json(), answer.headers["etag"]) == (201, {"version": 7}, '"7"')
    assert "x-not-for-you" not in answer.headers
    (sent,) = public.network.requests
    assert sent.url.path == SUSPEND.removeprefix("/network")
    assert json.loads(sent.content) == {"page": "3"}
    assert (sent.headers["idempotency-key"], sent.headers["if-match"]) == ("k", '"1"')
    assert "x-secret" not in sent.headers


async def test_it_carries_an_internal_token_with_the_scopes_of_today(public: Public) -> None:
    await public.post(SUSPEND, {}, "admin.latin-america")
    (sent,) = public.network.requests
    actor = Verifier("network", ("gateway",), keys()).actor(sent.headers["authorization"])
    assert (actor.id, actor.role, actor.caller) == (demo_account("admin.latin-america"), "regional_admin", "gateway")
    assert actor.scopes == {f"network:{LATIN_AMERICA}", "state:ARG", "state:BRA"}


async def test_a_role_that_never_may_is_refused_here(public: Public) -> None:
    assert (await public.post(SUSPEND, {}, "auditor")).status_code == 403
    assert public.network.requests == []


async def test_what_is_no_command_is_not_found(public: Public) -> None:
    for path in (
        "/network/memberships/not-an-id/suspend",
        f"/network/memberships/{UUID(int=1)}/explode",
        "/network/internal/resume",
        "/network/memberships/../internal",
        "/atlantis/things",
        "/network/memberships/a/b/c",
    ):
        assert (await public.post(path, {})).status_code == 404, path
    assert public.network.requests == []


async def test_a_service_that_is_down_is_told_as_a_moment(public: Public) -> None:
    public.network.down = True
    answer = await public.post(SUSPEND, {})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


async def test_a_body_that_is_not_json_goes_nowhere(public: Public) -> None:
    headers = {"Authorization": f"Bearer {public.tokens['secretariat']}", "Idempotency-Key": "k"}
    url = f"/api/v1{SUSPEND}"
    wrong = await public.client.post(url, content=b"a=1", headers=headers)
    assert wrong.status_code == 415
    json_headers = {**headers, "Content-Type": "application/json"}
    assert (await public.client.post(url, content=b'{"a":1,"a":2}', headers=json_headers)).status_code == 400
    assert (await public.client.post(url, content=b" " * 300_000, headers=json_headers)).status_code == 413
    assert (
        await public.client.post(url, content=b"{}", headers={"Content-Type": "application/json"})
    ).status_code == 401
    assert public.network.requests == []
