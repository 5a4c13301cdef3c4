"""What is wrong with the catalogues: gaps, placeholders, plural forms, markup. One line each, empty when all is well."""

import re
from collections.abc import Iterator, Sequence

from babel.messages import Catalog, Message

from deploy.operations.catalogues import catalogue, extracted, gaps, is_gap, recorded, texts
from services.gateway.entrypoints.console.language.speech import REGIONS

_PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|(.?))")
_NUMBER = "num"
"""The placeholder that a form for one exact number may leave out: "one member", and in Arabic "two members"."""
_EXACT = {"ar": 3}
"""How many of the first plural forms stand for one exact number each; one in the other languages."""


def findings() -> list[str]:
    """Of all languages, by the rules of console.md (i18n tests)."""
    template = extracted()
    status = recorded()
    told = [line for language in REGIONS for line in of(language, catalogue(language), template)]
    for language in REGIONS:
        missing = gaps(catalogue(language))
        allowed = int(status[language].get("gaps", 0)) if status[language]["status"] == "draft" else 0
        if missing > allowed:
            told.append(f"{language}: {missing} texts are missing or doubtful, {allowed} were")
    return told


def of(language: str, catalog: Catalog, template: Catalog) -> Iterator[str]:
    """Of one language, against the texts there are."""
    wanted = {(message.context, _key(message)) for message in texts(template)}
    held = {(message.context, _key(message)) for message in texts(catalog)}
    yield from (
        f"{language}: not in the catalogue, run `lemkin i18n update`: {text}"
        for _, text in sorted(wanted - held, key=str)
    )
    yield from (f"{language}: no longer said anywhere: {text}" for _, text in sorted(held - wanted, key=str))
    if language == "ar" and catalog.num_plurals != 6:
        yield f"ar: {catalog.num_plurals} plural forms instead of 6"
    for message in texts(catalog):
        if not is_gap(message):
            yield from (f"{language}: {fault}: {_key(message)}" for fault in _faults(message, catalog, language))


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _faults(message: Message, catalog: Catalog, language: str) -> Iterator[str]:
    forms = _forms(message.string)
    if isinstance(message.id, str) != isinstance(message.string, str) or (
        not isinstance(message.id, str) and len(forms) != catalog.num_plurals
    ):
        yield "not as many forms as the language has"
    wanted = _placeholders(_forms(message.id)[-1])
    for nth, form in enumerate(forms):
        if "<" in form or "&" in form:  # templates take a translation as it is
            yield "markup in a translation"
        held = _placeholders(form)
        exact = len(forms) > 1 and nth < _EXACT.get(language, 1)
        if held != wanted and not (exact and held | {_NUMBER} == wanted):
            yield f"placeholders {sorted(held)} instead of {sorted(wanted)}"


def _forms(text: str | Sequence[str] | None) -> Sequence[str]:
    return (text or "",) if text is None or isinstance(text, str) else text


def _placeholders(text: str) -> set[str]:
    """Their names; a percent sign that is none counts as itself, so that a lone one is found."""
    return {name or f"%{other}" for name, other in _PLACEHOLDER.findall(text)}
