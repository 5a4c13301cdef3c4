"""Every page by axe (WCAG 2.2, A and AA): no violation, in English, Spanish and Arabic, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.desk import Desk, Theme

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_no_violation(desk: Desk, language: str, theme: Theme) -> None:
    found: dict[str, list[str]] = {}
    with desk.at("secretariat", language=language, theme=theme, bypass_csp=True) as page:
        for path in desk.pages:
            page.goto(path)
            results = Axe().run(page, options=RULES)
            found[path] = [
                f"{violation['id']}: {node['html'][:160]}"
                for violation in results.response["violations"]
                for node in violation["nodes"]
            ]
    assert {path: said for path, said in found.items() if said} == {}
