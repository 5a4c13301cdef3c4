"""A state accedes, a seat is filled, an initiative is proposed: each is told once, in the state's language, by the whole way.

Two networks on one running system: Argentina's people read Spanish, Kenya's English, though nobody chose either; and who
chose a language in which there are no texts gets the next of the chain.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.support.living import Asked
from tests.support.secretariat import Secretariat, asking, mails_of, quiet
from tests.support.system import running_system

MAILS = 5
"""For each network: accession, seat and initiative to the admin; seat and initiative to the focal point."""
SUBJECTS = {
    "ARG": (
        "Argentina es miembro",
        "punto focal designado para Argentina",
        "iniciativa propuesta en Argentina",
    ),
    "KEN": ("Kenya is a member", "focal point designated for Kenya", "initiative proposed in Kenya"),
}
LANGUAGES = {"ARG": "es", "KEN": "en"}
NAMES = {"ARG": "Red Sur", "KEN": "East"}
CHOSEN = {"ARG": "pt", "KEN": "fr"}
"""Of the focal points: there are no texts in these languages."""


@pytest.fixture(scope="module")
def grown() -> Iterator[Asked]:
    """A system on which both networks have grown, and all of it has been told."""
    with running_system(load="register") as system, asking(system) as asked:
        secretariat = Secretariat(asked)
        for state, name in NAMES.items():
            network = secretariat.network(f"network-{state.lower()}", name)
            secretariat.makes_admin(secretariat.official(state, f"admin.{state.lower()}@example.org"), network)
            secretariat.grows(
                network, state, secretariat.official(state, f"focal.{state.lower()}@example.org", CHOSEN[state])
            )
        mails_of(asked, MAILS * len(NAMES))
        quiet(asked)
        yield asked


@pytest.mark.parametrize("state", NAMES)
def test_each_is_told_once_in_the_language_of_the_state(grown: Asked, state: str) -> None:
    mails = [mail for mail in mails_of(grown, 0) if mail["subject"].startswith(f"{NAMES[state]}: ")]
    accession, seat, initiative = (f"{NAMES[state]}: {text}" for text in SUBJECTS[state])
    admin, focal = (f"{who}.{state.lower()}@example.org" for who in ("admin", "focal"))
    assert Counter((mail["to"], mail["subject"]) for mail in mails) == {
        (admin, accession): 1,
        (admin, seat): 1,
        (admin, initiative): 1,
        (focal, seat): 1,
        (focal, initiative): 1,
    }
    assert {mail["language"] for mail in mails} == {LANGUAGES[state]}
    assert len({mail["id"] for mail in mails}) == MAILS
    words = {"es": "Recibe este mensaje", "en": "You get this message"}
    assert all(words[LANGUAGES[state]] in mail["text"] for mail in mails)


@pytest.mark.parametrize("state", NAMES)
def test_what_was_sent_is_told_as_sent(grown: Asked, state: str) -> None:
    sent = grown.all("/dispatches", status="sent", network=f"network-{state.lower()}")
    told = Counter(one["template"] for one in sent)
    assert told == {"membership-activated": 1, "focal-point-designated": 2, "initiative-proposed": 2}
    assert {(one["state"], one["language"]) for one in sent} == {(state, LANGUAGES[state])}


def test_nothing_else_was_sent_and_nobody_has_a_task(grown: Asked) -> None:
    assert len(mails_of(grown, 0)) == MAILS * len(NAMES)
    assert grown.get("/dispatches")["total"] == MAILS * len(NAMES)
    assert grown.all("/tasks") == []
    assert grown.get("/dead-letters") == {"items": [], "more": False, "down": []}
