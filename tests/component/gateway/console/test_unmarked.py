"""Every text of every page is marked for translation: pages in the pseudo-language show no other words."""

import re

import pytest

from services.gateway.entrypoints.console.language.speech import Speeches
from shared.store.database import Database
from tests.component.gateway.console.browsing import Browsing
from tests.component.gateway.public import Tokens, opened
from tests.component.gateway.story import INITIATIVE, LATIN_AMERICA, MARIA
from tests.support.platform import ServiceDatabase
from tests.support.pseudo import LANGUAGE, with_pseudo
from tests.support.unmarked import unmarked

PAGES = (
    "/",
    "/states",
    "/states?view=map",
    "/states/ARG",
    "/networks",
    "/networks/latin-america",
    "/networks/latin-america?as_of=2012-06-01",
    "/networks/latin-america?as_of=spring",
    "/networks/latin-america/meetings",
    "/networks/latin-america/mechanisms",
    "/partners",
    "/seats",
    "/seminars",
    "/seminars/first",
    "/seminars/plan",
    "/do",
    "/do/network/bodies",
    "/do/network/memberships",
    f"/do/network/initiatives/{INITIATIVE}/plan-milestone",
    f"/do/enrollment/persons/{MARIA}/give-consent",
    "/messages",
    "/tasks",
    "/editions",
    "/initiatives",
    f"/initiatives/{INITIATIVE}",
    "/people",
    f"/people/{MARIA}",
    f"/history/network/{LATIN_AMERICA}",
    "/operations",
    "/operations/dead-letters",
    "/me",
    "/help",
    "/problems/stale-version",
    "/sign-in",
    "/sign-out",
    "/nowhere",
)

WITH_TROUBLE = {"/networks/latin-america?as_of=spring": 400, "/nowhere": 404}
DATA = re.compile(
    "secretariat|A press release|Latin America|African Union|Global(?:, 2008)?|A mechanism|global-government|First|poland"
)
"""Names in this story, where no element can stand around them: in titles and in lists to choose from."""


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_has_no_text_that_is_not_marked(
    told: tuple[ServiceDatabase, Tokens], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    spoken = with_pseudo(Speeches.load())
    monkeypatch.setattr(Speeches, "load", classmethod(lambda _: spoken))
    made, tokens = told
    async with Database(made.app, made.app_password, size=2) as database, opened(database, tokens) as public:
        console = Browsing(public)
        cookie = f"lemkin={await console.signed_in('secretariat')}; lemkin-look={LANGUAGE}.light"
        page = await console.open(path, None, cookie=cookie)
    assert page.status_code == WITH_TROUBLE.get(path, 200)
    assert "[" in page.text
    assert unmarked(DATA.sub("", page.text)) == []
