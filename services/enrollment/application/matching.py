"""Finding people by name: case and accents do not matter (security.md K10)."""

import unicodedata
from collections.abc import Mapping
from uuid import UUID

from shared.contracts.privacy import Group, Identity, Told


class Wanted:
    """What is looked for: each of its words must begin a word of the name; without a word nobody is found."""

    def __init__(self, text: str) -> None:
        self._words = words(text)

    def among(self, told: Mapping[UUID, Mapping[Group, Told]]) -> list[tuple[UUID, Mapping[Group, Told]]]:
        """Whose name fits, by family name, then given name."""
        fitting = [
            (folded(f"{identity.family_name}\0{identity.given_name}"), id, groups)
            for id, groups in told.items()
            if isinstance(identity := groups[Group.IDENTITY], Identity) and self._fits(identity)
        ]
        return [(id, groups) for _, id, groups in sorted(fitting, key=lambda found: found[:2])]

    def _fits(self, identity: Identity) -> bool:
        names = words(f"{identity.given_name} {identity.family_name}")
        return bool(self._words) and all(any(name.startswith(word) for name in names) for word in self._words)


def words(text: str) -> list[str]:
    """Folded; the parts of a double name are words of their own."""
    return folded(text).replace("-", " ").split()


def folded(text: str) -> str:
    """Without case and diacritics (Unicode NFKD, marks left out, case folded)."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
