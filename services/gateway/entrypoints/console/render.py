"""Rendering: templates with one environment a language; they get frozen view models and words, nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined

from services.gateway.entrypoints.console.assets import Assets
from services.gateway.entrypoints.console.dates import Dates
from services.gateway.entrypoints.console.language.speech import Speech
from services.gateway.entrypoints.console.links import Links
from services.gateway.entrypoints.console.navigation import Entry
from services.gateway.entrypoints.console.viewer import Viewer

TEMPLATES = Path(__file__).parents[2] / "templates"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page.

    `languages`: codes, and what each calls itself. `pending`: a change of one's own that has not arrived (console.md R9).
    `behind`: how far the facts are, when they lag. `live`: the views whose change makes the page ask for its parts again, from
    where it `stands` (console/live.py).
    """

    viewer: Viewer
    dates: Dates
    links: Links
    navigation: tuple[Entry, ...]
    languages: tuple[tuple[str, str], ...]
    dated: bool = True
    pending: str | None = None
    behind: str | None = None
    live: tuple[str, ...] = ()
    stands: str = ""

    @property
    def acts(self) -> bool:
        """Whether there are write controls: the past has none (R5)."""
        return not self.dates.past


class Renderer:
    """Makes HTML of a template and a view model."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        # As a template of its own it stands in the page as it is: the policy knows the hash of these very bytes.
        style = f"{{% raw %}}{assets.core_css}{{% endraw %}}"
        self._loader = ChoiceLoader([FileSystemLoader(TEMPLATES), DictLoader({"core.css": style})])
        self._environments: dict[str, Environment] = {}

    def html(self, template: str, frame: Frame, view: object) -> str:
        """The page, or the part, in the viewer's language."""
        speech = frame.viewer.speech
        given: dict[str, Any] = {
            "page": frame,
            "view": view,
            "speech": speech,
            "link": frame.links,
            "form_token": frame.viewer.form_token,
            "word": speech.word,
            "instant": _timed(frame.viewer),
        }
        return self._environment(speech).get_template(template).render(given)

    def _environment(self, speech: Speech) -> Environment:
        if speech.language not in self._environments:
            made = Environment(
                loader=self._loader,
                extensions=["jinja2.ext.i18n"],
                autoescape=True,
                undefined=StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
                auto_reload=False,
            )
            made.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
                speech.gettext, speech.ngettext, newstyle=True, pgettext=speech.pgettext
            )
            made.globals |= _globals(speech, self._assets)
            self._environments[speech.language] = made
        return self._environments[speech.language]


def _globals(speech: Speech, assets: Assets) -> Mapping[str, Any]:
    return {
        "asset": assets.url,
        "day": speech.day,
        "number": speech.number,
        "state": speech.state,
        "listed": speech.listed,
        "comma": speech.comma,
        "arrow": speech.arrow,
    }


def _timed(viewer: Viewer) -> Callable[[str], str]:
    return lambda at: viewer.speech.instant(at, viewer.zone)
