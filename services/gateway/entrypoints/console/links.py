"""Links: addresses of our own pages that keep the dates of the page they stand on (console.md R3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class Links:
    """`kept` is repeated in every link; `path` and `query` are those of this page."""

    kept: Mapping[str, str]
    path: str
    query: Mapping[str, str]

    @property
    def action(self) -> str:
        """This page as the address of a form: its fields make the rest."""
        return address(self.path, {})

    def __call__(self, path: str, **query: object) -> str:
        """The address of a page of ours at the same dates; a value None leaves its name out."""
        return address(path, {**self.kept, **query})

    def here(self, **query: object) -> str:
        """This page with some of its parameters changed; without its cursor, since the list begins anew."""
        return address(self.path, {**self.query, "cursor": None, **query})

    def now(self) -> str:
        """This page without its dates."""
        return self.here(as_of=None, known_at=None)


def address(path: str, query: Mapping[str, object]) -> str:
    """Path and query, encoded."""
    given = [(name, str(value)) for name, value in query.items() if value is not None and value != ""]
    return quote(path, safe="/~:@") + (f"?{urlencode(given)}" if given else "")
