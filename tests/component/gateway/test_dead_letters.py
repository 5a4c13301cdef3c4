"""Dead letters of all services through the public API: in one list, tried, settled by name; what is down is said so."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from services.gateway.adapters.accounts import demo_account
from services.gateway.application.letters import SHOWN, merged
from tests.component.consumer.ear import ONE, Log, fact
from tests.component.gateway.public import Public
from tests.support.feed import Feed

BYTES = "CANARY-BYTES"


async def _dead(public: Public, offset: int = 1) -> int:
    """A record of the network's that the gateway could not handle, and one behind it."""
    (record,) = Log().send(fact(Feed(), ONE))
    async with public.database.transaction() as connection:
        await connection.execute(
            "insert into positions (consumer, topic, partition, next, cluster_id, topic_id)"
            " values ('gateway', 'network.events', 3, 9, 'c', 't') on conflict do nothing"
        )
        id: int = await connection.fetchval(
            """
            insert into dead_letters (consumer, topic, partition, "offset", kind, aggregate, sequence, key, value, headers,
                reason, error, attempts)
            values ('gateway', 'network.events', 3, $1, 'membership', $2, 1, 'k', $3, $4, 'poison', 'ValueError at x:1', 1)
            returning id
            """,
            offset,
            ONE,
            BYTES.encode(),
            {name: value.hex() for name, value in record.headers.items()},
        )
    return id


def _letter(id: int, at: str, **more: Any) -> dict[str, Any]:
    return {**dict.fromkeys(SHOWN), "id": id, "at": at, "waiting": 0, **more}


async def test_the_newest_of_all_services_stand_in_one_list(own: Public) -> None:
    id = await _dead(own)
    later = _letter(3, "2999-01-01T00:00:00+00:00", value="00")
    own.network.answers["/internal/dead-letters"] = httpx.Response(200, json={"items": [later]})
    told = await own.told("/dead-letters", "operator")
    assert [(item["service"], item["id"]) for item in told["items"]] == [("network", 3), ("gateway", id)]
    assert (told["more"], told["down"], set(told["items"][0])) == (False, [], {"service", *SHOWN})
    only = await own.told("/dead-letters", "operator", service="gateway")
    assert [item["id"] for item in only["items"]] == [id]
    assert own.network.requests[-1].url.query == b"settled=false"


async def test_what_is_down_is_named_and_refused_when_it_is_asked_for(own: Public) -> None:
    own.network.down = True
    assert (await own.told("/dead-letters"))["down"] == ["network"]
    asked = await own.get("/dead-letters", service="network")
    assert (asked.status_code, asked.json()["what"]) == (503, "network")
    assert (await own.get("/dead-letters/network/1")).status_code == 503


async def test_one_tells_where_and_why_but_no_bytes(own: Public) -> None:
    id = await _dead(own)
    answer = await own.get(f"/dead-letters/gateway/{id}", "operator")
    told = answer.json()
    assert (told["topic"], told["partition"], told["reason"], told["waiting"]) == ("network.events", 3, "poison", 0)
    assert BYTES not in answer.text
    assert BYTES.encode().hex() not in answer.text


async def test_a_letter_is_tried_then_given_up_and_who_did_it_is_kept(own: Public) -> None:
    id = await _dead(own)
    path = f"/dead-letters/gateway/{id}"
    assert (await own.post(f"{path}/redrive?dry_run=true", {}, "operator")).json()["outcome"] == "would-fail"
    failed = (await own.post(f"{path}/redrive", {}, "operator")).json()
    assert (failed["outcome"], bool(failed["error"])) == ("failed", True)
    assert (await own.told(path))["attempts"] == 2
    why = {"why": "not-ours"}
    assert (await own.post(f"{path}/discard?dry_run=true", why)).json() == {"id": id, "outcome": "would-succeed"}
    assert (await own.told(path))["outcome"] is None
    assert (await own.post(f"{path}/discard", why, "operator")).json()["outcome"] == "discarded"
    settled = await own.told(path)
    assert (settled["outcome"], settled["settled_by"]) == ("discarded", str(demo_account("operator")))
    assert settled["settled_at"]
    again = await own.post(f"{path}/discard", why, "operator")
    assert (again.status_code, again.json()["code"]) == (409, "settled")
    assert (await own.told("/dead-letters", service="gateway"))["items"] == []
    (kept,) = (await own.told("/dead-letters", service="gateway", settled="true"))["items"]
    assert kept["id"] == id


@pytest.mark.parametrize(
    ("task", "body", "status"),
    [
        ("discard", {"why": "Because I say so"}, 422),
        ("discard", {}, 422),
        ("discard", {"why": "x", "by": str(UUID(int=1))}, 422),
        ("discard?dry_run=perhaps", {"why": "x"}, 400),
        ("redrive?force=true", {}, 400),
        ("redrive?dry_run=true&dry_run=false", {}, 400),
    ],
)
async def test_a_bad_wish_changes_nothing(own: Public, task: str, body: Any, status: int) -> None:
    id = await _dead(own)
    assert (await own.post(f"/dead-letters/gateway/{id}/{task}", body, "operator")).status_code == status
    assert (await own.told(f"/dead-letters/gateway/{id}"))["attempts"] == 1


@pytest.mark.parametrize("query", ["service=nobody", "settled=perhaps", "colour=red"])
async def test_a_bad_parameter_is_named(public: Public, query: str) -> None:
    name, _, value = query.partition("=")
    answer = await public.get("/dead-letters", "operator", None, **{name: value})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-parameter")


def test_fifty_are_shown_and_that_there_are_more() -> None:
    many = [_letter(id, f"2026-01-01T00:00:{id:02}") for id in range(50)]
    told = merged({"network": many, "gateway": [_letter(1, "2025")], "enrollment": None})
    assert (len(told["items"]), told["more"], told["down"]) == (50, True, ["enrollment"])
    assert told["items"][0]["id"] == 49
