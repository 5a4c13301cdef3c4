"""Which language a viewer gets, what stands where a text is missing, and how forms for numbers are chosen."""

from pathlib import Path

import pytest

from services.gateway.entrypoints.console.language.speech import REGIONS, Speeches

SPEECHES = Speeches.load()


@pytest.mark.parametrize(
    ("header", "chosen", "language"),
    [
        (None, None, "en"),
        ("", None, "en"),
        ("es-419,es;q=0.9,en;q=0.8", None, "es"),
        ("de,fr;q=0.5,pt;q=0.7", None, "pt"),
        ("de,ru", None, "en"),
        ("AR", None, "ar"),
        ("fr;q=0,en;q=0.1", None, "en"),
        ("fr;q=2,ar;q=0.1", None, "ar"),
        ("fr, pt", None, "fr"),
        ("*", None, "en"),
        ("; ;,,q=1", None, "en"),
        ("es", "ar", "ar"),
        ("es", "xx", "es"),
        ("x" * 100_000, "", "en"),
    ],
)
def test_the_choice_comes_first_then_the_header_then_english(
    header: str | None, chosen: str | None, language: str
) -> None:
    assert SPEECHES.negotiated(header, chosen).language == language


def test_a_language_we_do_not_speak_is_english() -> None:
    assert SPEECHES.speech("de").language == "en"


TWO = "nplurals=2; plural=(n != 1);"
PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"

msgid "%(num)s member"
msgid_plural "%(num)s members"
{forms}

#, fuzzy
msgid "doubtful"
msgstr "dudoso"

msgctxt "membership-status"
msgid "active"
msgstr "activa"

msgctxt "grant-status"
msgid "active"
msgstr "activo"
"""


def _catalogues(folder: Path) -> Speeches:
    words = {"ar": ("لا أعضاء", "عضو", "عضوان", "%(num)s أعضاء", "%(num)s عضوًا", "%(num)s عضو")}
    plurals = {
        "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    }
    status = ""
    for language in REGIONS:
        forms = words.get(language, ("%(num)s miembro", "%(num)s miembros"))
        told = "\n".join(f'msgstr[{nth}] "{form}"' for nth, form in enumerate(forms))
        path = folder / language / "LC_MESSAGES" / "console.po"
        path.parent.mkdir(parents=True)
        path.write_text(PO.format(language=language, forms=told, plurals=plurals.get(language, TWO)), "utf-8")
        status += f'[{language}]\nstatus = "{"complete" if language == "es" else "draft"}"\n'
    (folder / "status.toml").write_text(status, "utf-8")
    return Speeches.load(folder)


def test_what_is_missing_or_doubtful_stands_in_english(tmp_path: Path) -> None:
    speech = _catalogues(tmp_path).speech("es")
    assert speech.gettext("nobody wrote this down") == "nobody wrote this down"
    assert speech.gettext("doubtful") == "doubtful"
    assert speech.ngettext("%(num)s state", "%(num)s states", 2) == "%(num)s states"
    assert speech.pgettext("network-status", "active") == "active"


def test_the_context_tells_words_apart(tmp_path: Path) -> None:
    speech = _catalogues(tmp_path).speech("es")
    assert speech.pgettext("membership-status", "active") == "activa"
    assert speech.pgettext("grant-status", "active") == "activo"


def test_a_draft_says_so(tmp_path: Path) -> None:
    speeches = _catalogues(tmp_path)
    assert [language for language in speeches.languages if not speeches.speech(language).draft] == ["es"]


def test_arabic_has_six_forms(tmp_path: Path) -> None:
    speech = _catalogues(tmp_path).speech("ar")
    said = [speech.ngettext("%(num)s member", "%(num)s members", n) % {"num": n} for n in (0, 1, 2, 3, 11, 100, 103)]
    said = [text.replace("\u2068", "").replace("\u2069", "") for text in said]
    assert said == ["لا أعضاء", "عضو", "عضوان", "3 أعضاء", "11 عضوًا", "100 عضو", "103 أعضاء"]


def test_what_is_put_into_an_arabic_text_keeps_its_own_direction(tmp_path: Path) -> None:
    speeches = _catalogues(tmp_path)
    assert speeches.speech("ar").ngettext("%(num)s member", "%(num)s members", 3).startswith("\u2068%(num)s\u2069")
    assert speeches.speech("es").ngettext("%(num)s member", "%(num)s members", 3) == "%(num)s miembros"


def test_a_catalogue_that_is_missing_stops_the_start(tmp_path: Path) -> None:
    _catalogues(tmp_path)
    (tmp_path / "fr" / "LC_MESSAGES" / "console.po").unlink()
    with pytest.raises(FileNotFoundError):
        Speeches.load(tmp_path)
