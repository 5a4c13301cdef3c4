"""The pseudo-language `qps`: English with accents and in brackets. What it shows without them is text that nobody marked."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from babel import Locale

from services.gateway.entrypoints.console.language.speech import REGIONS, UTC, Speech, Speeches
from shared.contracts.dates import PartialDate

LANGUAGE = "qps"
_ACCENTS = str.maketrans("aeiouyAEIOUYcns", "áéíóúýÁÉÍÓÚÝçñš")


def pseudo(text: str) -> str:
    """The text so changed; its placeholders stay as they are."""
    pieces = text.split("%(")
    changed = [pieces[0].translate(_ACCENTS)]
    for piece in pieces[1:]:
        name, end, rest = piece.partition(")s")
        changed.append(f"%({name}{end}{rest.translate(_ACCENTS)}")
    return f"[{''.join(changed)}]"


class _Pseudo(NullTranslations):
    """Every text changed, also one that stands in no catalogue."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


class _PseudoSpeech(Speech):
    """Brackets around what comes from the CLDR too, so that it is known from text that nobody marked."""

    def day(self, when: str | PartialDate | date) -> str:
        return f"[{super().day(when)}]"

    def instant(self, when: datetime | str, zone: ZoneInfo = UTC) -> str:
        return f"[{super().instant(when, zone)}]"

    def state(self, iso3: str, names: Mapping[str, str] | None = None) -> str:
        return f"[{super().state(iso3, names)}]"

    def language_name(self, code: str) -> str:
        return f"[{super().language_name(code)}]"


def with_pseudo(speeches: Speeches) -> Speeches:
    """The languages and this one, which a viewer gets by choosing `qps`. It calls itself English, so that questions that
    take a language understand it."""
    made = _PseudoSpeech(language="en", locale=Locale.parse(REGIONS["en"]), draft=True, translations=_Pseudo())
    makers = {language: partial(speeches.speech, language) for language in speeches.languages}
    return Speeches({**makers, LANGUAGE: lambda: made})
