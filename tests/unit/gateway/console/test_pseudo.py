"""The pseudo-language: changes every marked text, keeps placeholders, and is nobody's but the tests'."""

from jinja2 import Environment, StrictUndefined

from services.gateway.entrypoints.console.language.speech import REGIONS, Speeches
from tests.support.pseudo import LANGUAGE, pseudo, with_pseudo

SPEECHES = Speeches.load()


def test_placeholders_stay_and_words_change() -> None:
    assert pseudo("%(num)s members of %(name)s") == "[%(num)s mémbérš óf %(name)s]"


def test_only_tests_have_it() -> None:
    assert LANGUAGE not in {*REGIONS, *SPEECHES.languages}
    assert SPEECHES.negotiated(None, LANGUAGE).language == "en"
    assert with_pseudo(SPEECHES).negotiated(None, LANGUAGE).gettext("one") == "[óñé]"


def test_a_text_that_nobody_marked_shows_itself() -> None:
    speech = with_pseudo(SPEECHES).speech(LANGUAGE)
    environment = Environment(extensions=["jinja2.ext.i18n"], undefined=StrictUndefined, autoescape=True)
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        speech.gettext, speech.ngettext, newstyle=True, pgettext=speech.pgettext, npgettext=speech.npgettext
    )
    page = environment.from_string(
        "{{ ngettext('%(num)s state', '%(num)s states', 3) }}, {{ pgettext('a', 'one') }}, bare"
    )
    assert page.render() == "[3 štátéš], [óñé], bare"
    assert speech.day("2012-03") == "[March 2012]"
    assert speech.word("sector", "justice") == "[júštíçé]"
