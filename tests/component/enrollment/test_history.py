"""The documented past and its synthetic rest, recorded through the service: the figures of domain.md section 4."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from deploy.embedded.databases import Server
from deploy.history.record import id_of
from deploy.history.rows import Row, read
from services.enrollment.domain.alumnus import ALUMNUS
from services.enrollment.domain.cohort import COHORT
from services.enrollment.domain.edition import EDITION
from services.enrollment.domain.person import PERSON
from services.enrollment.domain.seminar import SEMINAR
from services.gateway.application.views import alumnus, cohort, edition, person, seminar
from services.gateway.application.views.view import Document
from shared import history
from shared.contracts.event import Envelope
from tests.component.enrollment.hearing import Enrollment, enrollment

BRIEF = date(2013, 7, 31)
FIRST = {"ARG", "AUT", "BIH", "BDI", "CHN", "FIN", "KHM", "LVA", "DEU", "POL", "USA", "GBR"}
KINDS = {kind.name: kind for kind in (PERSON, EDITION, SEMINAR, COHORT, ALUMNUS)}
VIEWS = {view.kind: view for view in (person.VIEW, edition.VIEW, seminar.VIEW, cohort.VIEW, alumnus.VIEW)}


@dataclass
class Past:
    """The service with everything loaded, and its journal by aggregate."""

    service: Enrollment
    rows: list[Row]
    events: dict[tuple[str, UUID], list[Envelope]]

    def shown(self, kind: str, on: date) -> Iterator[Document]:
        """What the gateway would show of all aggregates of a kind on a day."""
        for (name, _), events in self.events.items():
            if name == kind:
                document = history.fold(VIEWS[kind].fold, history.effective(events), on)
                if document is not None:
                    yield document

    def one(self, kind: str, key: str, on: date) -> Document:
        """One of them, by the key of its row."""
        document = history.fold(VIEWS[kind].fold, history.effective(self.events[kind, id_of(key)]), on)
        assert document is not None
        return document

    def took_part(self, on: date, *, documented: bool = False) -> set[str]:
        """The states that took part in any seminar."""
        return {
            state
            for shown in self.shown("cohort", on)
            for state, told in shown["states"].items()
            if told["presence"] == "present" and (told["documented"] or not documented)
        }


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def past(postgres: Server) -> AsyncIterator[Past]:
    rows = [row for row in read().rows if row.service == "enrollment"]
    states = [row.body["iso3"] for row in read(reference_only=True).rows if row.path == "states"]
    async with enrollment(postgres, states) as service:
        stage = rows[0].stage
        for row in rows:
            if row.stage is not stage:
                stage = row.stage
                await service.hear()
            answer = await service.post(row.path, row.body)
            assert answer.status_code in {200, 201}, f"{row.key}: {answer.text}"
        await service.hear()
        events = defaultdict(list)
        for event in await service.journal():
            events[event.kind, event.subject].append(event)
        yield Past(service, rows, events)


def test_s1_the_first_year(past: Past) -> None:
    assert past.took_part(date(2008, 5, 11)) == set()
    assert past.took_part(date(2008, 6, 30)) == FIRST
    assert len(past.took_part(date(2008, 12, 31))) == 17


def test_s2_s4_sixty_states_of_which_36_are_documented(past: Past) -> None:
    assert len(past.took_part(BRIEF)) == 60
    assert len(past.took_part(BRIEF, documented=True)) == 36


def test_s3_49_states_and_three_organisations_by_november_2012(past: Past) -> None:
    day = date(2012, 11, 30)
    assert len(past.took_part(day)) == 49
    bodies = {body: told for shown in past.shown("cohort", day) for body, told in shown["bodies"].items()}
    assert [told["presence"] for told in bodies.values()] == ["present"] * 3


def test_s5_alumni_are_people_and_graduations_events(past: Past) -> None:
    people = list(past.shown("alumnus", BRIEF))
    assert len(people) == 255
    assert sum(len(one["graduations"]) for one in people) == 258
    graduations = [shown["graduations"] for shown in past.shown("cohort", BRIEF)]
    assert sum(figure["total"] for figure in graduations) == 258
    assert sum(figure["documented"] for figure in graduations) == 0


def test_s12_the_first_training_of_the_latin_american_network(past: Past) -> None:
    training = past.one("cohort", "seminars/latin-america-1", BRIEF)
    assert sum(told["presence"] == "present" for told in training["states"].values()) == 16
    assert {state for state, told in training["states"].items() if told["presence"] == "absent"} == {"ARG", "PAN"}
    assert training["states"]["ARG"] == {"presence": "absent", "documented": True, "parts": {"poland": "absent"}}
    assert training["states"]["BOL"] == {"presence": "present", "documented": True, "parts": {"poland": "present"}}


def test_s13_a_cycle_is_one_seminar_with_two_parts(past: Past) -> None:
    cycle = past.one("seminar", "seminars/latin-america-2", date(2015, 1, 1))
    assert (cycle["status"], cycle["began"], cycle["years"]) == ("in_session", "2014-10-12", [2014, 2015])
    assert past.one("seminar", "seminars/latin-america-2", date(2015, 12, 31))["ended"] == "2015-05-28"
    counted = past.one("cohort", "seminars/latin-america-2", date(2015, 12, 31))["headcounts"]
    assert [count["persons"] for count in counted] == [23, 25]


def test_s17_the_military_edition(past: Past) -> None:
    military = str(id_of("editions/us-military"))
    years = {year for shown in past.shown("seminar", BRIEF) if shown["edition"] == military for year in shown["years"]}
    assert years == {2010, 2011}
    assert past.one("edition", "editions/us-military", date(2011, 12, 30))["status"] == "open"
    assert past.one("edition", "editions/us-military", date(2012, 1, 1))["status"] == "retired"


def test_s18_the_global_edition(past: Past) -> None:
    worldwide = past.one("edition", "editions/global-government", BRIEF)
    assert worldwide["sectors"] == ["justice", "defence", "foreign-affairs", "human-rights"]
    assert {"body": str(id_of("bodies/un-office")), "role": "co-organiser"} in worldwide["partners"]


def test_s19_later_editions_by_role(past: Past) -> None:
    counts = past.one("cohort", "seminars/global-2023-03", date(2024, 1, 1))["headcounts"]
    persons = {count["role"]: count["persons"] for count in counts}
    assert persons == {"participant": 24, "fellow": 11, "instructor": 10, "observer": 3, "guest": 1, "evaluator": 1}
    (of_2018,) = [
        count
        for count in past.one("cohort", "seminars/global-2018-11", date(2019, 1, 1))["headcounts"]
        if count["role"] == "participant"
    ]
    assert (of_2018["persons"], of_2018["states"], of_2018["documented"]) == (21, 18, True)


def test_s21_instructors_are_a_role(past: Past) -> None:
    first = past.one("cohort", "seminars/global-2008-05", BRIEF)
    assert first["counts"]["instructor"] == {"total": 4, "documented": 0, "synthetic": 4}
    assert first["counts_by_state"]["GBR"] == {"instructor": 1, "participant": 2}


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_stored_follows_from_the_journal(past: Past) -> None:
    async with past.service.service.database.transaction() as connection:
        stored = await connection.fetch("select kind, id, version, state, scopes from aggregates")
        claims = await connection.fetch("select name, id from claims")
    expected: set[tuple[str, UUID]] = set()
    for row in stored:
        kind: Any = KINDS[row["kind"]]
        state = history.state_at(kind.apply, past.events[row["kind"], row["id"]])
        assert kind.state.model_validate(row["state"]) == state
        assert set(row["scopes"]) == kind.scopes(state)
        expected |= {(name, row["id"]) for name in kind.claims(state)}
    assert {(row["name"], row["id"]) for row in claims} == expected
    assert sum(name.startswith("place:") for name, _ in expected) > 1_000


@pytest.mark.asyncio(loop_scope="module")
async def test_s23_loading_again_changes_nothing(past: Past) -> None:
    before = len(await past.service.journal())
    for row in past.rows[::7]:
        answer = await past.service.post(row.path, row.body)
        assert (answer.status_code, answer.json()["unchanged"]) == (200, True), row.key
    assert len(await past.service.journal()) == before
