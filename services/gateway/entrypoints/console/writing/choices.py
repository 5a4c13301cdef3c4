"""Choices: what the fields of a form that mean other objects may be: named, in the viewer's alphabet, within the scope."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.gateway.adapters.accounts import active_grants, named_accounts
from services.gateway.application.naming import shown
from services.gateway.entrypoints.console.visit import Visit
from services.gateway.entrypoints.console.writing.labels import Labels

PERSON = "enrollment.person"
_OWN = {"gateway.account": named_accounts, "gateway.access-grant": active_grants}
"""What is no object of the views: only those who may grant access ever come to a form that asks for it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of them."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """`search`: they are found by a part of the name, since there are too many, or since they are persons."""

    items: tuple[Choice, ...] = ()
    search: bool = False

    def label(self, value: str) -> str:
        """What a chosen one is called."""
        return next((choice.label for choice in self.items if choice.value == value), value)


NONE = Choices()


class Chooser:
    """Looks up what may be chosen on one page."""

    def __init__(self, visit: Visit, *, own_networks: bool = False) -> None:
        """`own_networks`: the act is for networks of the viewer's own only, so no others are offered."""
        self._visit, self.labels = visit, Labels(visit)
        self._own = visit.reader.scopes if own_networks else None

    async def of(
        self,
        ref: str,
        chosen: Sequence[str] = (),
        text: str | None = None,
        *,
        iso3: bool = False,
        states: Sequence[str] = (),
    ) -> Choices:
        """Objects of that kind: those whose name has `text` in it, in one of these `states` if any are given.

        Raises Unavailable when persons are searched and enrollment does not answer."""
        if ref == PERSON:
            return await self._persons(chosen, text)
        if ref in _OWN:
            async with self._visit.sources.database.transaction(read_only=True) as connection:
                return Choices(tuple(Choice(str(id), name) for id, name in await _OWN[ref](connection)))
        kind = ref.partition(".")[2]
        language = self._visit.viewer.speech.language
        items, more = await self.labels.objects(kind, text=text, status=",".join(states) or None, language=language)
        called = await self.labels.named(kind, items)
        found = [
            Choice(item.get("iso3") or item["state"] if iso3 else item["id"], called[item["id"]])
            for item in items
            if self._offered(kind, item["id"], item.get("network"))
        ]
        if kind != "state":  # states come in the viewer's alphabet
            found.sort(key=lambda choice: choice.label.casefold())
        known = {choice.value for choice in found}
        kept = tuple(
            Choice(value, self._visit.viewer.speech.gettext("as chosen")) for value in chosen if value not in known
        )
        return Choices((*found, *kept), search=more or text is not None)

    def _offered(self, kind: str, id: str, network: str | None) -> bool:
        if self._own is None:
            return True
        about = id if kind == "network" else network
        return about is None or f"network:{about}" in self._own

    async def _persons(self, chosen: Sequence[str], text: str | None) -> Choices:
        """By name and only by POST, so that no name stands in an address (security.md K10)."""
        found = []
        if text:
            told = await self._visit.sources.people.search(self._visit.reader, text)
            found = [Choice(str(id), self.labels.person(shown(told.persons, id, details=False))) for id in told.persons]
        missing = [value for value in chosen if value not in {choice.value for choice in found}]
        names = await self.labels.persons(missing)
        unnamed = self._visit.viewer.speech.gettext("name unavailable")
        return Choices((*found, *(Choice(value, names.get(value, unnamed)) for value in missing)), search=True)
