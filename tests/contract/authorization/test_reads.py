"""sec-S1: every question by every role, about objects at every place and ids that name none; commands refused by role alone."""

from itertools import chain

import httpx
import pytest

from services.gateway.adapters import progress
from tests.component.gateway.public import Public
from tests.contract.authorization.expectations import Row, rows
from tests.contract.authorization.judge import alike, judge, leaks, outcome
from tests.contract.authorization.read_scenes import PERSONS, READS, Read
from tests.contract.authorization.stage import Answer
from tests.contract.authorization.world import CALLERS, NONE, OTHER, OWN, Place

ROWS = {row.operation: row for row in rows() if row.service == "reads"}
ABSENT = ("0f000000-0000-7000-8000-00000000000f", "seven", "QQQ")
NOT_DATED = ("history", "events", "health", "changes", "view-log")


@pytest.mark.parametrize("read", READS, ids=lambda read: read.row)
async def test_each_role_is_told_what_is_written_down(public: Public, read: Read) -> None:
    trial = Trial(public, read, ROWS[read.row])
    assert trial.row.places == tuple(place.name for place in read.places)
    findings = [finding for role in CALLERS for finding in await trial.of(role)] + await trial.of_nobody()
    assert not findings, "\n".join(findings)


async def test_metrics_abroad_are_for_operators(public: Public) -> None:
    app = public.client._transport.app  # type: ignore[attr-defined]
    abroad = httpx.ASGITransport(app=app, client=("192.0.2.1", 1), raise_app_exceptions=False)
    findings = []
    async with httpx.AsyncClient(transport=abroad, base_url="http://localhost") as client:
        for path in ("/metrics", "/api/v1/metrics"):
            for role in CALLERS:
                answer = seen(await client.get(path, headers={"Authorization": f"Bearer {public.tokens[role]}"}))
                findings += judge("reads", f"{path} {role}", outcome(answer), ROWS["metrics"].outcomes[role]["own"])
            findings += judge("reads", path, outcome(seen(await client.get(path))), "not signed in")
    assert not findings, "\n".join(findings)


async def test_names_are_searched_by_those_who_may_see_any(public: Public) -> None:
    findings = []
    for content in ({"json": {"text": "maria"}}, {"data": {"text": "maria"}}):
        for role in CALLERS:
            public.names.asked.clear()
            signed = {"Authorization": f"Bearer {public.tokens[role]}"}
            answer = seen(await public.client.post("/api/v1/people/search", headers=signed, **content))  # type: ignore[arg-type]
            expected = ROWS["people-search"].outcomes[role]["own"]
            findings += judge("reads", f"people-search {role}", outcome(answer), expected)
            assert bool(public.names.asked) == (expected == "allowed")
        answer = seen(await public.client.post("/api/v1/people/search", **content))  # type: ignore[arg-type]
        findings += judge("reads", "people-search anonymous", outcome(answer), "not signed in")
    assert not findings, "\n".join(findings)


async def test_no_total_tells_how_many_came_from_foreign_states(public: Public) -> None:
    """P1: a sum beside the own part would."""

    async def came(role: str) -> int:
        signed = {"Authorization": f"Bearer {public.tokens[role]}"}
        told = (await public.client.get(f"/api/v1/seminars/{NONE.slug}", headers=signed)).json()
        counted: int = told["counts"]["participant"]["total"]
        assert sum(roles["participant"] for roles in told["counts_by_state"].values()) == counted
        return counted

    assert [await came(role) for role in ("secretariat", "auditor", "regional_admin", "focal_point")] == [2, 2, 1, 1]


async def test_waiting_for_a_version_tells_nothing_of_foreign_people(
    public: Public, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)

    async def pending(role: str, id: object) -> bool:
        signed = {"Authorization": f"Bearer {public.tokens[role]}"}
        answer = await public.client.get(f"/api/v1/overview?after=person/{id}@1", headers=signed)
        assert answer.status_code == 200
        return "lemkin-pending" in answer.headers

    for role, own, other in (("regional_admin", False, True), ("reviewer", True, True), ("auditor", False, False)):
        assert (await pending(role, OWN.id("person")), await pending(role, OTHER.id("person"))) == (own, other)
        assert await pending(role, ABSENT[0])


class Trial:
    """One question before all callers."""

    def __init__(self, public: Public, read: Read, row: Row) -> None:
        self._public = public
        self._read = read
        self.row = row

    async def of(self, role: str) -> list[str]:
        findings, refused = [], []
        for place, path in chain.from_iterable(self._paths(place) for place in self._read.places):
            cell, expected = f"{path} {role} {place.name}", self.row.outcomes[role][place.name]
            response = await self._ask(path, role)
            findings += judge("reads", cell, self._outcome(response, place), expected)
            told = seen(response)
            if self._read.whole and expected != "allowed":
                findings += [f"{cell}: told {mark}" for mark in leaks(told, ())]
                refused.append(told)
            if not self._names_persons(role):
                findings += [f"{cell}: told the person {id}" for id in PERSONS if id in told.told]
        for path in map(self._read.absent, ABSENT) if self._read.absent else ():
            told = seen(await self._ask(path, role))
            unknown = "forbidden" if self.row.never(role) else "not-found"
            findings += judge("reads", f"{path} {role}", outcome(told), unknown)
            refused.append(told)
        return findings + alike(f"{self._read.row} {role}", refused)

    async def of_nobody(self) -> list[str]:
        answers = [seen(await self._ask(self._read.path(place), None)) for place in self._read.places]
        cell = f"{self._read.row} anonymous"
        judged = (judge("reads", cell, outcome(answer), "not signed in") for answer in answers)
        return [*chain.from_iterable(judged), *alike(cell, answers)]

    def _paths(self, place: Place) -> list[tuple[Place, str]]:
        """Now, and as of a day in the past: rights are those of today (console R4)."""
        path = self._read.path(place)
        dated = [] if self._read.row.startswith(NOT_DATED) else [f"{path}?as_of=2020-01-01&synthetic=include"]
        return [(place, path), *((place, one) for one in dated)]

    def _outcome(self, response: httpx.Response, place: Place) -> str:
        got = outcome(seen(response))
        if got != "allowed":
            return got
        told = response.json()
        if "total" in told and told["next"] is None and told["total"] != len(told["items"]):
            return f"a total of {told['total']} over {len(told['items'])} items"
        return got if self._read.shown(told, place) else "not-found"

    def _names_persons(self, role: str) -> bool:
        """Versions of documents, people, messages and tasks name persons by id, to whoever may see them; nothing else does."""
        of_messages = {"dispatch:contact": "dispatch", "history:dispatch-contact": "history:dispatch"}
        whole = of_messages.get(self._read.row, self._read.row)
        rights = ROWS[whole].outcomes[role].values()
        naming = ("history:", "facts:", "objects:", "alumni", "person", "dispatch", "tasks")
        return self._read.row.startswith(naming) and "allowed" in rights

    async def _ask(self, path: str, role: str | None) -> httpx.Response:
        signed = {"Authorization": f"Bearer {self._public.tokens[role]}"} if role else {}
        return await self._public.client.get(f"/api/v1{path}", headers=signed)


def seen(response: httpx.Response) -> Answer:
    """All that the caller sees."""
    return Answer(response.status_code, tuple(sorted(response.headers.items())), response.content)
