"""Speech: how the console speaks one language: texts, dates as precise as they are known, times, numbers and names.

Patterns, months and names of languages come from the CLDR (by Babel); digits are 0 to 9 in every language, as ISO codes and
addresses beside them are. Texts come from locales/, and English stands where a text is not translated yet.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from services.gateway.entrypoints.console.language import spoken_dates
from services.gateway.entrypoints.console.language.words import word
from shared.contracts.dates import PartialDate

UTC = ZoneInfo("UTC")
LOCALES = Path(__file__).parents[3] / "locales"
DEFAULT = "en"
OWN_NAMES = {"en": "English", "es": "Español", "pt": "Português", "fr": "Français", "ar": "العربية"}
"""What each language calls itself, in the order of menus."""
REGIONS = {"en": "en_GB", "es": "es", "pt": "pt", "fr": "fr", "ar": "ar"}
"""Each language, and whose dates and numbers it uses: the day before the month in every one of them."""

_PLACEHOLDER = re.compile(r"%\(\w+\)s")
_Y_BEFORE_I = re.compile(r" y (?=h?[ií][^ae])", re.IGNORECASE)
_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, eq=False)
class Speech:
    """One language. `language` is its ISO 639-1 code, `draft` says that nobody has read all its texts over yet."""

    language: str
    locale: Locale
    draft: bool
    translations: NullTranslations

    @property
    def direction(self) -> Direction:
        """`ltr` or `rtl`."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    @property
    def comma(self) -> str:
        """What stands between names in a row."""
        return "\u060c " if self.language == "ar" else ", "

    @property
    def arrow(self) -> str:
        """From what was to what is."""
        return "\u2190" if self.direction == "rtl" else "\u2192"

    def gettext(self, message: str) -> str:
        """The text; English where there is none."""
        return self.translations.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The text in the form that the number asks for."""
        return self.translations.ngettext(singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        """The text, of those that are the same in English the one meant here."""
        return self.translations.pgettext(context, message)

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        """Both together."""
        return self.translations.npgettext(context, singular, plural, number)

    def word(self, kind: str, code: str) -> str:
        """What a code of the published language is called: `word("membership-status", "active")`; kinds: words.py."""
        said = word(kind, code)
        return self.pgettext(said.context, said.text)

    def day(self, when: str | PartialDate | date) -> str:
        """A date with the precision that it has: "29 March 2012", "March 2012", "spring 2012", "by 31 December 2015".

        A season is one of the northern half of the world; the languages of the southern half say so. Raises ValueError for
        a text that is no date.
        """
        if isinstance(when, date):
            when = PartialDate.of(when)
        elif isinstance(when, str):
            when = PartialDate.parse(when)
        return spoken_dates.day(when, self.locale, self.gettext)

    def instant(self, when: datetime | str, zone: ZoneInfo = UTC) -> str:
        """A moment as that zone's clocks show it, with its offset: "31 July 2013, 16:05 UTC+2". Raises ValueError for a text
        that is no time, and for a time without an offset."""
        return spoken_dates.instant(datetime.fromisoformat(when) if isinstance(when, str) else when, zone, self.locale)

    def number(self, value: int) -> str:
        """A whole number with its groups: "1,234"."""
        return str(format_decimal(value, locale=self.locale))

    def state(self, iso3: str, names: Mapping[str, str] | None = None) -> str:
        """The name of a state: what the register says in this language (`names`, by language), else what the CLDR says."""
        if names and names.get(self.language):
            return names[self.language]
        for alpha2 in get_global("territory_aliases").get(iso3, ()):
            if alpha2 in self.locale.territories:
                return str(self.locale.territories[alpha2])
        return self.gettext("name unavailable")

    def language_name(self, code: str) -> str:
        """What a language is called in this one, with the capital that a menu wants where the script has any."""
        found = self.locale.languages.get(code, code)
        return str(found[:1].upper() + found[1:])

    def listed(self, names: Sequence[str]) -> str:
        """Names one after the other: "Argentina, Brazil and Chile". Spanish says "e" before an i, which the CLDR does not."""
        said = str(format_list(names, locale=self.locale))
        return _Y_BEFORE_I.sub(" e ", said) if self.language == "es" else said


class Speeches:
    """The languages by their codes; English is always among them. Each is made when somebody first reads it: the data of a
    language are two MiB."""

    def __init__(self, makers: Mapping[str, Callable[[], Speech]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, Speech] = {}

    @classmethod
    def load(cls, folder: Path = LOCALES) -> Self:
        """The languages whose catalogues stand below `folder`. Raises OSError when one is not there."""
        status = tomllib.loads((folder / "status.toml").read_text("utf-8"))
        for language in REGIONS:
            _catalogue(folder, language).stat()
        return cls({language: partial(_speech, folder, language, status[language]["status"]) for language in REGIONS})

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes, in the order of menus."""
        return tuple(self._makers)

    def speech(self, language: str) -> Speech:
        """That language; English for one that we do not speak."""
        chosen = language if language in self._makers else DEFAULT
        if chosen not in self._made:
            self._made[chosen] = self._makers[chosen]()
        return self._made[chosen]

    def negotiated(self, accept_language: str | None, chosen: str | None = None) -> Speech:
        """The viewer's own choice if it is one of ours, else the best of the header Accept-Language (RFC 9110, 12.5.4)."""
        if chosen in self._makers:
            return self.speech(chosen)
        wanted = (_preference(part) for part in (accept_language or "").lower()[:1000].split(","))
        ours = [(quality, language) for language, quality in wanted if language in self._makers and quality > 0]
        best = max(ours, key=lambda one: one[0], default=(0, DEFAULT))  # the first of those that are wanted alike
        return self.speech(best[1])


def _preference(part: str) -> tuple[str, float]:
    """Language and weight of one entry of the header; a region is of no matter, a weight that is none counts nothing."""
    wish, *parameters = (piece.strip() for piece in part.split(";"))
    language = wish.partition("-")[0]
    if not parameters:
        return language, 1.0
    quality = _QUALITY.fullmatch(parameters[0])
    return language, float(quality[1]) if quality else 0.0


def _speech(folder: Path, language: str, status: str) -> Speech:
    translations = _compiled(_catalogue(folder, language), language)
    return Speech(language, Locale.parse(REGIONS[language]), status == "draft", translations)


def _catalogue(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES" / "console.po"


def _compiled(path: Path, language: str) -> GNUTranslations:
    """The catalogue as gettext wants it. Texts that are marked as doubtful (fuzzy) stay out. Between letters that run from
    right to left, what is put into a text keeps its own direction: an id or a Latin name would else be turned about."""
    compiled = BytesIO()
    with path.open("rb") as file:
        catalog = read_po(file, locale=language, abort_invalid=True)
    if Locale.parse(language).text_direction == "rtl":
        for message in catalog:
            forms = message.string
            message.string = _isolated(forms) if isinstance(forms, str) else tuple(map(_isolated, forms or ()))
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _isolated(text: str) -> str:
    return _PLACEHOLDER.sub("\u2068\\g<0>\u2069", text)
