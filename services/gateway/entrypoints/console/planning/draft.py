"""Draft: a seminar as it was filled in. Nothing of it is lost, whatever is wrong with it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from uuid import UUID, uuid4

from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import FormData

from services.gateway.entrypoints.console.countries import country
from services.gateway.entrypoints.console.language.marking import marked
from services.gateway.entrypoints.console.planning.when import When
from shared.contracts.enrollment.words import Role
from shared.contracts.text import PublicText, SafeStr, Slug

ROLES = tuple(role.value for role in Role)
MOST_PARTS = 20
_LONGEST = 500
_TEXTS = {
    "title": TypeAdapter(PublicText),
    "place": TypeAdapter(PublicText),
    "slug": TypeAdapter(Slug),
    "page": TypeAdapter(SafeStr),
}

RULES = {
    "title": marked("Title: write 1 to 300 characters, without angle brackets and invisible characters."),
    "slug": marked("Name in the address: small letters, digits and single hyphens, at most 64."),
    "edition": marked("Edition: choose one of the list."),
    "place": marked("Place: write 1 to 300 characters, without angle brackets and invisible characters."),
    "country": marked("Country: choose a state of the register, or leave it empty."),
    "dates": marked("Dates: give a day, and a second, later one for an interval; winter needs days."),
    "capacity": marked("Seats: a whole number from 1 to 10,000 in one role at least."),
    "organisers": marked("Organisers: choose institutions of the list."),
    "occurred": marked("When it was decided: a day that has come, or nothing."),
    "source": marked("Source: choose one of the list, or none."),
    "page": marked("Page in the source: at most 200 characters."),
}
"""What each field must hold; the same words stand at the field and in the summary."""


@dataclass(frozen=True, slots=True)
class PartDraft:
    """One part; the country as it was typed."""

    place: str = ""
    country: str = ""
    when: When = field(default_factory=When)

    def wrong(self, n: int, countries: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Fields of the n-th part that are wrong, each with its rule."""
        if not _holds("place", self.place):
            yield f"part-{n}-place", "place"
        if self.country and country(self.country, countries) not in countries:
            yield f"part-{n}-country", "country"
        if not _dated(self.when):
            yield f"part-{n}-first", "dates"


@dataclass(frozen=True, slots=True)
class Draft:
    """`key` makes sending it twice the same as sending it once."""

    key: str
    title: str = ""
    slug: str = ""
    edition: str = ""
    parts: tuple[PartDraft, ...] = (PartDraft(),)
    capacity: Mapping[str, str] = field(default_factory=dict)
    organisers: tuple[str, ...] = ()
    occurred: When = field(default_factory=When)
    source: str = ""
    page: str = ""

    @classmethod
    def new(cls) -> Self:
        """An empty one."""
        return cls(str(uuid4()))

    @classmethod
    def read(cls, form: FormData) -> Self:
        """What a form brought; too long a text is kept as far as it is looked at."""

        def text(name: str) -> str:
            given = form.get(name)
            return given.strip()[:_LONGEST] if isinstance(given, str) else ""

        def when(name: str) -> When:
            return When(text(f"{name}-exact") or "day", text(f"{name}-first"), text(f"{name}-last"))

        def part(n: int) -> PartDraft:
            return PartDraft(text(f"part-{n}-place"), text(f"part-{n}-country"), when(f"part-{n}"))

        count = int(text("parts")) if re.fullmatch("[1-9][0-9]?", text("parts")) else 1
        try:
            key = str(UUID(text("key")))
        except ValueError:
            key = str(uuid4())
        return cls(
            key=key,
            title=text("title"),
            slug=text("slug"),
            edition=text("edition"),
            parts=tuple(part(n) for n in range(min(count, MOST_PARTS))),
            capacity={role: text(f"capacity-{role}") for role in ROLES if text(f"capacity-{role}")},
            organisers=tuple(one[:_LONGEST] for one in form.getlist("organisers")[:50] if isinstance(one, str)),
            occurred=when("occurred"),
            source=text("source"),
            page=text("page"),
        )

    def with_part(self) -> "Draft":
        """With one part more."""
        return replace(self, parts=(*self.parts, PartDraft())[:MOST_PARTS])

    def without_part(self) -> "Draft":
        """Without the last part; one remains."""
        return replace(self, parts=self.parts[:-1] or self.parts)

    @property
    def address(self) -> str:
        """The name in the address: as filled in, else made of the title."""
        return self.slug or slug_of(self.title)

    def wrong(self, editions: Mapping[str, str], countries: Mapping[str, str]) -> dict[str, str]:
        """What is wrong, by field; the rules are keys of the catalogues."""
        return {name: RULES[rule] for name, rule in self._wrong(editions, countries)}

    def _wrong(self, editions: Mapping[str, str], countries: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        if not _holds("title", self.title):
            yield "title", "title"
        elif not _holds("slug", self.address):
            yield "slug", "slug"
        if self.edition not in editions:
            yield "edition", "edition"
        for n, part in enumerate(self.parts):
            yield from part.wrong(n, countries)
        if not _counted(self.capacity.values()):
            yield "capacity-participant", "capacity"
        if self.occurred.given and not _dated(self.occurred):
            yield "occurred-first", "occurred"
        if self.page and not _holds("page", self.page):
            yield "page", "page"

    def body(self, countries: Mapping[str, str]) -> dict[str, Any]:
        """The command PlanSeminar. Raises ValueError for a draft in which something is wrong."""
        codes = _codes(self.parts)
        parts = [
            {
                "code": code,
                "place": part.place,
                "country": country(part.country, countries) if part.country else None,
                "dates": str(part.when.date()),
            }
            for code, part in zip(codes, self.parts, strict=True)
        ]
        return {
            "slug": self.address,
            "title": self.title,
            "edition": self.edition,
            "parts": parts,
            "capacity": {role: int(text) for role, text in self.capacity.items()},
            "organisers": list(self.organisers),
            "occurred_on": str(self.occurred.date()) if self.occurred.given else None,
            "source": self.source or None,
            "page": self.page or None,
        }


def slug_of(text: str) -> str:
    """Small letters, digits and single hyphens; what has none of them in Latin letters gives nothing."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", letters)[:64].strip("-")


def _codes(parts: tuple[PartDraft, ...]) -> list[str]:
    """A code for each part, made of its place, unique within the seminar."""
    codes: list[str] = []
    for n, part in enumerate(parts, 1):
        code = slug_of(part.place)[:58].strip("-") or f"part-{n}"
        codes.append(f"{code}-{n}" if code in codes else code)
    return codes


def _counted(texts: Iterable[str]) -> bool:
    """Whether there is one at least, and each is a number of seats."""
    numbers = [int(text) if re.fullmatch("[0-9]{1,5}", text) else 0 for text in texts]
    return bool(numbers) and all(1 <= number <= 10_000 for number in numbers)


def _holds(name: str, text: str) -> bool:
    try:
        _TEXTS[name].validate_python(text)
    except ValidationError:
        return False
    return True


def _dated(when: When) -> bool:
    try:
        when.date()
    except ValueError:
        return False
    return True
