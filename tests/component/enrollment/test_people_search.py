"""Search by name, and the view log as those read it who may (security.md K10, G13)."""

from uuid import uuid4

import pytest

from shared.access import Actor
from tests.component.enrollment.hearing import Enrollment
from tests.component.enrollment.people_store import (
    ADMIN,
    AUDITOR,
    FOCAL_POINT,
    FOREIGN_ADMIN,
    OPERATOR,
    looks,
    names,
    recorded,
)
from tests.support.service import SECRETARIAT


async def _found(service: Enrollment, text: str, actor: Actor = SECRETARIAT) -> list[str]:
    answer = await service.service.ask("internal/names/search", {"text": text, "purpose": "search"}, actor=actor)
    assert answer.status_code == 200, answer.text
    return [told["identity"]["family_name"] for told in answer.json()["persons"].values()]


@pytest.mark.parametrize("text", ["nunez", "NÚÑEZ", "jose nu", "Nun\u0303ez", "mendez", "Núñez-Mé"])
async def test_case_accents_and_order_do_not_matter(service: Enrollment, text: str) -> None:
    await recorded(service, given_name="José", family_name="Núñez-Méndez")
    await recorded(service, given_name="Ana", family_name="Ortiz")
    assert await _found(service, text) == ["Núñez-Méndez"]


@pytest.mark.parametrize("text", ["nunez pedro", "-", "\u0301"])
async def test_every_word_must_fit_and_there_must_be_one(service: Enrollment, text: str) -> None:
    await recorded(service, given_name="José", family_name="Núñez")
    assert await _found(service, text) == []


@pytest.mark.parametrize("query", ["before=0", "before=9223372036854775808", "before=x", "subject=x"])
async def test_a_bad_place_in_the_view_log_is_refused(service: Enrollment, query: str) -> None:
    assert (await service.service.ask(f"internal/view-log?{query}")).status_code == 422


async def test_only_in_the_actors_scope(service: Enrollment) -> None:
    somebody = await recorded(service, family_name="Paz")
    assert await _found(service, "paz", ADMIN) == ["Paz"]
    assert await _found(service, "paz", FOREIGN_ADMIN) == []
    assert await _found(service, "paz", FOCAL_POINT) == []
    await service.do(f"persons/{somebody.id}/give-consent", purpose="directory")
    assert await _found(service, "paz", FOCAL_POINT) == ["Paz"]


async def test_who_was_found_is_written_down_and_what_was_looked_for_is_not(service: Enrollment) -> None:
    somebody = await recorded(service, family_name="Paz")
    await _found(service, "pa")
    look = (await looks(service))[-1]
    assert (look["subjects"], look["purpose"], look["decision"]) == ([somebody.id], "search", "shown")
    await _found(service, "nobody-at-all")
    assert "nobody-at-all" not in str((await looks(service))[-1])


async def test_the_view_log_is_paged_and_asked_by_person(service: Enrollment) -> None:
    somebody = await recorded(service)
    for _ in range(51):
        await names(service, somebody.id)
    await names(service, uuid4())
    first = (await service.service.ask("internal/view-log", actor=AUDITOR)).json()
    assert (len(first["items"]), first["items"][0]["decision"]) == (50, "denied")
    rest = (await service.service.ask(f"internal/view-log?before={first['next']}", actor=AUDITOR)).json()
    assert (len(rest["items"]), rest["next"]) == (2, None)
    theirs = (await service.service.ask(f"internal/view-log?subject={somebody.id}")).json()
    assert {item["decision"] for item in theirs["items"]} == {"shown"}


@pytest.mark.parametrize("actor", [ADMIN, FOCAL_POINT, OPERATOR], ids=lambda actor: actor.role)
async def test_nobody_else_reads_it(service: Enrollment, actor: Actor) -> None:
    assert (await service.service.ask("internal/view-log", actor=actor)).status_code == 403
