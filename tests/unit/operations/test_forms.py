"""States stored by an earlier release are found before a command meets them."""

from uuid import UUID

from deploy.operations.forms import unreadable
from deploy.operations.kinds import kinds_of
from services.enrollment.domain.person import PERSON
from shared.contracts.enrollment.person import PersonRegistered
from shared.contracts.enrollment.words import Gender, Level, Sector
from tests.support.feed import Feed

POST = PersonRegistered(state="ARG", sector=Sector.JUSTICE, level=Level.SENIOR, gender=Gender.FEMALE)
BEFORE = """
{"status": "known", "gender": "female", "posts":
    [{"state": "ARG", "sector": "justice", "level": "senior", "since": "2012", "until": null}]}
"""
"""A person as it was stored before persons had names: without its id."""


def test_a_state_of_before_persons_had_names_is_told() -> None:
    today = PERSON.apply(None, Feed().say("person", UUID(int=1), POST, "2012")).model_dump_json()
    kinds = kinds_of("enrollment")
    assert unreadable([f"person {today}"], kinds) == []
    assert unreadable([f"person {BEFORE}", f"person {today}", "unheard-of {}"], kinds) == ["person"]
