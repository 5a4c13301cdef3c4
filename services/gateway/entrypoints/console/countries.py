"""Countries: the states of the register as a viewer calls them, and which one somebody means who typed a name."""

import re
import unicodedata
from collections.abc import Mapping

from services.gateway.application.questions.states import STATES_MAP
from services.gateway.entrypoints.console.visit import Visit, Wanted

_CODE = re.compile("[A-Z]{3}")


async def countries(visit: Visit) -> dict[str, str]:
    """Names in the viewer's language by code, in its alphabet."""
    speech = visit.viewer.speech
    (told,) = await visit.ask(Wanted(STATES_MAP, given={"sort": "name", "language": speech.language}))
    return {state["iso3"]: state["name"] or speech.state(state["iso3"]) for state in told["items"]}


def country(text: str, names: Mapping[str, str]) -> str:
    """The ISO 3166-1 alpha-3 code, from the code or from the name; else the text as it came."""
    if _CODE.fullmatch(text):
        return text
    wanted = _plain(text)
    return next((code for code, name in names.items() if _plain(name) == wanted), text)


def _plain(name: str) -> str:
    """Without case and marks: "cote d'ivoire" is meant as well as it can be typed."""
    letters = unicodedata.normalize("NFKD", name.replace("\u2019", "'").casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()
