"""Labels: what an object is called where one is to be chosen, or was: names, never ids."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.gateway.application.access import sees
from services.gateway.application.naming import shown
from services.gateway.application.questions.objects import OBJECTS
from services.gateway.entrypoints.console.visit import Visit, Wanted

PAGES = 5
"""A list to choose from holds 250 objects at most; then a part of the name is asked for."""
_PERSON = ("contact-point", "dispatch", "task")


class Labels:
    """Tells objects apart in the viewer's language; what it looked up for one page it does not look up twice."""

    def __init__(self, visit: Visit, longest: int = 80) -> None:
        """`longest`: titles are cut after so many characters."""
        self._visit, self._speech, self._longest = visit, visit.viewer.speech, longest
        self._others: dict[str, dict[str, str]] = {}

    async def objects(self, kind: str, **given: str | None) -> tuple[list[dict[str, Any]], bool]:
        """Objects of that kind, and whether there are more than are told."""
        items: list[dict[str, Any]] = []
        cursor = None
        for _ in range(PAGES):
            wanted = Wanted(OBJECTS, {"kind": kind}, {**given, "limit": "50", "cursor": cursor})
            (told,) = await self._visit.ask(wanted)
            items += told["items"]
            cursor = told["next"]
            if cursor is None:
                return items, False
        return items, True

    async def named(self, kind: str, items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        """What those objects are called, by id."""
        persons = {}
        if kind in _PERSON:
            persons = await self.persons([item["person"] for item in items if item.get("person")])
        networks = await self._other("network") if any(item.get("network") for item in items) else {}
        seminars = await self._other("seminar") if any(item.get("seminar") for item in items) else {}
        said = {}
        for item in items:
            about = [
                persons.get(item.get("person", "")),
                networks.get(item.get("network", "")) if kind != "network" else None,
            ]
            said[item["id"]] = " · ".join(
                part for part in (self._called(kind, item), seminars.get(item.get("seminar", "")), *about) if part
            )
        return said

    async def persons(self, ids: Sequence[str]) -> dict[str, str]:
        """The names of persons, as far as the viewer may see them; asked of enrollment, which logs it."""
        wanted = [UUID(id) for id in dict.fromkeys(ids)][:50]
        if not wanted or sees(self._visit.reader, "names") == frozenset():
            return {}
        names = await self._visit.sources.people.names(self._visit.reader, wanted, "form")
        return {str(id): self.person(shown(names, id, details=False)) for id in wanted}

    def person(self, told: Mapping[str, Any]) -> str:
        """One name."""
        name = told.get("name")
        return f"{name['given_name']} {name['family_name']}" if name else self._speech.gettext("name unavailable")

    async def _other(self, kind: str) -> dict[str, str]:
        if kind not in self._others:
            items, _ = await self.objects(kind)
            self._others[kind] = {item["id"]: self._called(kind, item) for item in items}
        return self._others[kind]

    def _called(self, kind: str, item: Mapping[str, Any]) -> str:
        speech = self._speech
        if kind == "state":
            return speech.state(item["iso3"] if "iso3" in item else item["state"], item.get("names"))
        if kind == "task":
            return speech.word("task-kind", item["kind"])
        if kind == "dispatch":
            return speech.word("template", item["template"])
        if kind == "contact-point":
            return speech.word("channel", item["channel"])
        said = item.get("name") or item.get("title") or item.get("text") or ""
        if item.get("state") and not said:
            said = speech.state(item["state"])
        if kind in {"source", "meeting"} and item.get("date"):
            said = f"{said}, {speech.day(item['date'])}"
        if len(said) > self._longest:
            said = f"{said[: self._longest].rstrip()}…"
        return said
