"""The language chain, the pace of tries, and ids that follow from event, person and template."""

from uuid import UUID

import pytest

from services.notifications.adapters.sender import Pace
from services.notifications.application.texts import chain, text_of
from shared.contracts.enrollment.words import Language
from shared.contracts.ids import dispatch_id, task_id
from shared.contracts.notifications.dispatch import Template

NAMES = {"network": "Net", "link": "http://x", **{f"state.{one}": one.upper() for one in Language}}


@pytest.mark.parametrize(
    ("chosen", "state", "language"),
    [
        (None, "ARG", "es"),
        (None, "KEN", "en"),
        (Language.EN, "ARG", "en"),
        (Language.ES, "KEN", "es"),
        (Language.FR, "ARG", "es"),  # not shipped yet: the next of the chain
        (Language.AR, "KEN", "en"),
    ],
)
def test_the_first_language_of_the_chain_that_is_shipped(chosen: Language | None, state: str, language: str) -> None:
    text = text_of(Template.MEMBERSHIP_ACTIVATED, chain(chosen, state), NAMES)
    assert text.language == language
    assert language.upper() in text.subject


def test_tries_come_later_and_later_up_to_an_hour() -> None:
    pace = Pace()
    assert [pace.after(attempts) for attempts in (1, 2, 3, 8, 12, 1000)] == [30, 60, 120, 3600, 3600, 3600]


def test_one_dispatch_for_an_event_a_person_and_a_template() -> None:
    cause, ana, eva = (UUID(int=n) for n in range(3))
    ids = {dispatch_id(cause, person, template) for person in (ana, eva) for template in Template for _ in range(2)} | {
        dispatch_id(eva, ana, Template.SEAT_DUE)
    }
    assert len(ids) == 2 * len(Template) + 1
    assert task_id(cause, "no-contact", ana) != task_id(cause, "no-contact", eva)
