"""The checks of mails object: to what is lost, sent too often, too late, or to somebody else; and only to that."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from shared.contracts.enrollment.words import Language
from shared.contracts.event import Envelope, Event
from shared.contracts.ids import dispatch_id
from shared.contracts.notifications.dispatch import (
    Basis,
    DispatchFailed,
    DispatchHeld,
    DispatchRequested,
    DispatchSent,
    Template,
)
from tests.chaos import messages
from tests.chaos.history import History
from tests.chaos.post import Taken
from tests.support.feed import Feed

CAUSE, PERSON, GRANT, NETWORK = uuid4(), uuid4(), uuid4(), uuid4()
ID = dispatch_id(CAUSE, PERSON, Template.INITIATIVE_PROPOSED)
OF = {"recipient": PERSON, "template": Template.INITIATIVE_PROPOSED, "network": NETWORK, "state": "BRA"}
ASKED = DispatchRequested(**OF, cause=CAUSE, about_kind="initiative", about=uuid4(), basis=Basis.ADMIN, via=GRANT)
SENT = DispatchSent(**OF, contact=uuid4(), language=Language.EN)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with closing(History(tmp_path / "history.jsonl")) as made:
        yield made


def journal(*events: Event, id: UUID = ID) -> list[Envelope]:
    feed = Feed()
    return [feed.say("dispatch", id, event, "2026-01-01") for event in events]


def mail(at: float = 10, *, said: bool = True, to: UUID = PERSON) -> Taken:
    return Taken(at, f"<{ID}@lemkin.example>", f"{to.hex}.1@example.org", said)


def sorts(events: Sequence[Envelope], taken: Sequence[Taken], history: History) -> list[str]:
    return [one.sort for one in messages.check(events, taken, history)]


def test_one_dispatch_with_its_mail_is_what_was_promised(history: History) -> None:
    assert sorts(journal(ASKED, SENT), [mail()], history) == []


def test_what_is_sent_has_a_mail_and_what_is_due_is_sent(history: History) -> None:
    assert sorts(journal(ASKED, SENT), [], history) == ["lost"]
    assert sorts(journal(ASKED), [mail()], history) == ["lost"]


def test_what_failed_is_somebodys_task(history: History) -> None:
    assert sorts(journal(ASKED, DispatchFailed(**OF, why="refused")), [], history) == ["lost"]


def test_a_repeat_needs_a_death_of_its_own(history: History) -> None:
    sent, twice, thrice = journal(ASKED, SENT), [mail(1), mail(2e10)], [mail(1), mail(2e10), mail(3e10)]
    assert sorts(sent, twice, history) == ["doubled"]
    history.add("start", part="notifications-all")
    assert sorts(sent, twice, history) == ["doubled"], "a first start is no death"
    history.add("start", part="notifications-all")
    assert sorts(sent, twice, history) == []
    assert sorts(sent, thrice, history) == ["doubled"]


def test_an_end_in_order_explains_no_repeat(history: History) -> None:
    history.add("start", part="notifications-all")
    history.add("exit", part="notifications-all", code=0)
    history.add("start", part="notifications-all")
    assert sorts(journal(ASKED, SENT), [mail(1), mail(2e10)], history) == ["doubled"]


def test_a_server_that_does_not_say_that_it_took_a_mail_explains_one_repeat(history: History) -> None:
    assert sorts(journal(ASKED, SENT), [mail(1, said=False), mail(2)], history) == []
    assert sorts(journal(ASKED, SENT), [mail(1, said=False), mail(2), mail(3)], history) == ["doubled"]


def test_the_same_message_as_two_dispatches_is_doubled(history: History) -> None:
    held = (ASKED, DispatchHeld(**OF))
    assert sorts([*journal(*held), *journal(*held, id=uuid4())], [], history) == ["doubled"]


def test_no_mail_goes_to_somebody_else_or_of_no_dispatch_or_while_it_is_held(history: History) -> None:
    assert sorts(journal(ASKED, SENT), [mail(to=uuid4())], history) == [""]
    assert sorts([], [mail()], history) == [""]
    assert sorts(journal(ASKED, DispatchHeld(**OF)), [mail()], history) == [""]


def test_no_mail_goes_out_by_a_grant_that_was_revoked(history: History) -> None:
    history.add("revoked", grant=GRANT, person=PERSON)
    assert sorts(journal(ASKED, SENT), [mail(1)], history) == []
    assert sorts(journal(ASKED, SENT), [mail(2e10)], history) == [""]
