"""Messages and tasks as questions: newest first, by dates, whose recipients and contacts are whose to see."""

from typing import Any
from uuid import UUID

import pytest

from tests.component.gateway.public import Public
from tests.component.gateway.story import BOUNCED, CONTACT, HELD, INITIATIVE, JUAN, MARIA, SENT, TASK


@pytest.fixture
async def told(public: Public) -> Public:
    """Everybody is called by the same name."""
    public.names.family_name = "Pérez"
    return public


async def test_messages_come_newest_first_with_what_became_of_them(told: Public) -> None:
    sent, bounced, held = await told.items("/dispatches", "admin.latin-america")
    assert [one["id"] for one in (sent, bounced, held)] == [str(SENT), str(BOUNCED), str(HELD)]
    assert [one["status"] for one in (sent, bounced, held)] == ["sent", "failed", "approved"]
    assert (bounced["why"], sent["language"], sent["contact"]) == ("bounced", "es", str(CONTACT))
    assert (held["network"], held["state"], held["about"]) == ("latin-america", "ARG", str(INITIATIVE))
    assert (held["version"], held["person"], held["name"]["family_name"]) == (3, str(MARIA), "Pérez")
    whole = await told.told(f"/dispatches/{SENT}")
    same = ("id", "version", "person", "template", "status", "requested", "ended", "cause", "basis", "via", "contact")
    assert {name: whole[name] for name in same} == {name: sent[name] for name in same}
    assert "contact" not in await told.told(f"/dispatches/{SENT}", "auditor")


async def test_a_page_ends_and_goes_on(told: Public) -> None:
    first = await told.told("/dispatches", limit=2)
    second = await told.told("/dispatches", limit=2, cursor=first["next"])
    assert [one["id"] for one in (*first["items"], *second["items"])] == [str(SENT), str(BOUNCED), str(HELD)]
    assert (first["total"], second["next"]) == (3, None)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"status": "approved"}, [HELD]),
        ({"status": "held"}, []),
        ({"status": "held", "as_of": "2020-01-15"}, [HELD]),
        ({"why": "bounced"}, [BOUNCED]),
        ({"person": str(MARIA)}, [SENT, HELD]),
        ({"about": str(INITIATIVE), "as_of": "2020-02-05"}, [BOUNCED, HELD]),
        ({"template": "seat-due"}, []),
        ({"network": "african-union"}, []),
        ({"known_at": "2026-01-01T00:00:00Z"}, []),
    ],
)
async def test_messages_are_found_by_what_is_known_of_them(
    told: Public, filters: dict[str, str], found: list[UUID]
) -> None:
    assert [item["id"] for item in await told.items("/dispatches", **filters)] == [str(id) for id in found]


async def test_a_task_says_what_to_do_about_what_and_how_far_it_is(told: Public) -> None:
    (task,) = await told.items("/tasks", "admin.latin-america")
    assert (task["kind"], task["about_kind"], task["about"]) == ("bounced", "dispatch", str(BOUNCED))
    assert (task["status"], task["raised"], task["resolved"]) == ("resolved", "2020-02-10", "2020-03-01")
    assert (task["person"], task["name"]["family_name"]) == (str(JUAN), "Pérez")
    assert await told.items("/tasks", status="resolved", kind="no-contact") == []
    (then,) = await told.items("/tasks", status="acknowledged", as_of="2020-02-20")
    assert then["id"] == str(TASK)


@pytest.mark.parametrize("path", ["/dispatches", "/tasks"])
async def test_another_admin_sees_none_of_them(told: Public, path: str) -> None:
    answer = await told.told(path, "admin.africa")
    assert (answer["items"], answer["total"]) == ([], 0)
    assert (await told.get(path, "focal-point.arg")).status_code == 403
    assert (await told.get("/dispatches/seven")).status_code == 404


@pytest.mark.parametrize(
    "filters", [{"status": "lost"}, {"person": "seven"}, {"why": "'"}, {"template": "A B"}, {"colour": "red"}]
)
async def test_a_bad_filter_is_named(told: Public, filters: dict[str, Any]) -> None:
    answer = await told.get("/dispatches", **filters)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-parameter")
