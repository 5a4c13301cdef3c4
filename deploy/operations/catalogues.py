"""The catalogues of the console: texts found in its code, brought into one file for each language, and what is wrong there."""

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from deploy.embedded.layout import ROOT
from services.gateway.entrypoints.console.language.speech import DEFAULT, LOCALES, REGIONS
from services.gateway.entrypoints.console.language.words import WORDS

GATEWAY = ROOT / "services" / "gateway"
TEMPLATE = LOCALES / "console.pot"
STATUS = LOCALES / "status.toml"
_METHODS = [("entrypoints/**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
_OPTIONS = {"templates/**.html": {"silent": "false", "newstyle_gettext": "true"}}
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "marked": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
"""The order of forms that translators of the language know, where Babel has another."""
_WHEN = datetime(2012, 3, 29, tzinfo=UTC)
"""The same in every header, so that a file changes only with its texts."""


def extracted() -> Catalog:
    """Every text of the console: those in templates and in code, and the words of the codes (console/language/words.py)."""
    catalog = _empty(None)
    for file, _, text, comments, context in extract_from_dir(
        GATEWAY, _METHODS, _OPTIONS, keywords=_KEYWORDS, comment_tags=("translators:",), strip_comment_tags=True
    ):
        catalog.add(text, None, [(file, 0)], auto_comments=comments, context=context)
    for kind, words in WORDS.items():
        for text in words.values():
            catalog.add(text, context=kind)
    return catalog


def catalogue(language: str) -> Catalog:
    """The catalogue as it is kept; an empty one for a language that has none yet."""
    path = LOCALES / language / "LC_MESSAGES" / "console.po"
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def updated(language: str, template: Catalog) -> Catalog:
    """It with every text of the template and no other; English fills itself."""
    catalog = catalogue(language)
    catalog.update(deepcopy(template), no_fuzzy_matching=True)  # it would share its messages
    catalog.obsolete.clear()
    if language == DEFAULT:
        for message in texts(catalog):
            message.string = message.id
    return catalog


def texts(catalog: Catalog) -> Iterator[Message]:
    """Its texts, without the header."""
    return (message for message in catalog if message.id)


def written(catalog: Catalog) -> str:
    """The file: sorted, without numbers of lines."""
    catalog.creation_date = catalog.revision_date = _WHEN
    file = BytesIO()
    write_po(file, catalog, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return file.getvalue().decode()


def gaps(catalog: Catalog) -> int:
    """How many texts are missing or doubtful."""
    return sum(is_gap(message) for message in texts(catalog))


def is_gap(message: Message) -> bool:
    """Whether English is shown instead, of one form at least."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return message.fuzzy or not all(forms)


def update() -> dict[str, int]:
    """Write template and catalogues, and record where a draft has fewer gaps than before. What is missing, by language."""
    template = extracted()
    TEMPLATE.write_text(written(template), "utf-8")
    missing = {}
    for language in REGIONS:
        made = updated(language, template)
        path = LOCALES / language / "LC_MESSAGES" / "console.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(made), "utf-8")
        missing[language] = gaps(made)
    _record(missing)
    return missing


def recorded() -> dict[str, dict[str, str | int]]:
    """status.toml."""
    return tomllib.loads(STATUS.read_text("utf-8"))


def _record(missing: dict[str, int]) -> None:
    """A draft's number goes down by itself; up only by hand, where a reader of the change sees it."""
    head, _, _ = STATUS.read_text("utf-8").partition("[")
    lines = [head.rstrip()]
    for language, status in recorded().items():
        lines += ["", f"[{language}]", f'status = "{status["status"]}"']
        if status["status"] == "draft":
            lines.append(f"gaps = {min(missing[language], int(status.get('gaps', missing[language])))}")
    STATUS.write_text("\n".join(lines) + "\n", "utf-8")


def _empty(language: str | None) -> Catalog:
    made = Catalog(
        locale=language,
        project="Lemkin",
        version="1",
        header_comment="# Texts of the Lemkin console. Brought up to date by `lemkin i18n update`.",
        msgid_bugs_address="the issues of the project",
        last_translator="the Lemkin project",
        language_team="the Lemkin project",
        charset="utf-8",
        fuzzy=False,
    )
    if language in _PLURALS:
        made.mime_headers = [("Plural-Forms", _PLURALS[language])]
    return made
