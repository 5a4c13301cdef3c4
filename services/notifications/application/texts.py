"""The words of messages: shipped files templates/<code>.<language>.txt, into which values are put and never read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template as Words

from shared.contracts.enrollment.words import Language
from shared.contracts.notifications.dispatch import Template

_FOLDER = Path(__file__).parents[1] / "templates"
_SUBJECT = "Subject: "
WORKING_LANGUAGES: Mapping[str, Language] = dict.fromkeys(
    (
        *("ARG", "BOL", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "ESP", "GNQ"),
        *("GTM", "HND", "MEX", "NIC", "PAN", "PER", "PRY", "SLV", "URY", "VEN"),
    ),
    Language.ES,
)
"""The language in which a network writes to a state, where it is none of English: states whose official language is Spanish."""


@dataclass(frozen=True, slots=True)
class Text:
    """A subject of one line, and a body."""

    language: Language
    subject: str
    body: str


def chain(chosen: Language | None, state: str) -> Sequence[Language]:
    """Languages to try, in order: the person's, the one the network writes in to that state, English."""
    wanted = (chosen, WORKING_LANGUAGES.get(state), Language.EN)
    return [*dict.fromkeys(language for language in wanted if language is not None)]


def text_of(template: Template, languages: Sequence[Language], names: Mapping[str, str]) -> Text:
    """The message in the first of the languages that has it; English always has. `$` and braces in values stay as they are.

    `names` are `network`, `link` and the state's names by language (`state.en`, ...).
    """
    language, words = next(_shipped(template, languages))
    values = {"network": names["network"], "link": names["link"], "state": names[f"state.{language}"]}
    first, _, body = words.partition("\n\n")
    subject = first.removeprefix(_SUBJECT)
    return Text(language, Words(subject).substitute(values), Words(body).substitute(values))


def _shipped(template: Template, languages: Sequence[Language]) -> Iterator[tuple[Language, str]]:
    for language in languages:
        path = _FOLDER / f"{template}.{language}.txt"
        words = _read(path)
        if words is not None:
            yield language, words


@lru_cache(maxsize=64)
def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None
