"""The pure parts of asking: moments, cursors, rights, forwarding, health."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.adapters.statements.statement import statement
from services.gateway.adapters.statements.table import STATEMENTS
from services.gateway.application.access import POLICY, Reader, atoms, sees
from services.gateway.application.cursor import Cursors
from services.gateway.application.forwarding import Commands
from services.gateway.application.health import merged
from services.gateway.application.moment import BadParameter, Moment, Origin, moment
from services.gateway.application.questions.question import DATES
from services.gateway.application.questions.table import QUESTIONS
from services.gateway.domain.token import INVITATION, TOKEN, digest, fresh
from shared.access import ROLES
from shared.errors import Forbidden, NotFound

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
READER = Reader(UUID(int=1), "auditor", frozenset())


def test_today_is_the_latest_day_anywhere() -> None:
    assert moment(None, None, None, NOW) == Moment(date(2026, 11, 25), None, Origin.INCLUDE)
    assert moment("2012-02", None, "only", NOW) == Moment(date(2012, 2, 29), None, Origin.ONLY)


def test_what_nobody_knows_yet_is_asked_as_of_now() -> None:
    later = (NOW + timedelta(hours=1)).isoformat()
    assert moment(None, later, None, NOW).known_at is None
    assert moment(None, "2026-11-24", None, NOW).known_at is None
    assert moment(None, "2012-01-01T02:00:00.5+02:00", None, NOW).known_at == datetime(
        2012, 1, 1, 0, 0, 0, 500_000, UTC
    )


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_a_named_refusal(text: str) -> None:
    for nth, name in enumerate(DATES):
        as_of, known_at, synthetic = (text if place == nth else None for place in range(3))
        refused = None
        try:
            moment(as_of, known_at, synthetic, NOW)
        except BadParameter as error:
            refused = error.name
        assert refused in {None, name}


@given(st.text(max_size=60), st.datetimes(timezones=st.just(UTC)) | st.none(), st.dates())
def test_a_cursor_tells_its_own_list_where_to_go_on(after: str, known_at: datetime | None, as_of: date) -> None:
    cursors, asked = Cursors(b"secret"), {"status": "active", "?": "members"}
    when = Moment(as_of, None, Origin.ONLY)
    cursor = cursors.make(after, when, known_at, READER.account, asked)
    fixed = Moment(as_of, known_at, Origin.ONLY)
    assert cursors.read(cursor, Moment(date(2000, 1, 1), None, Origin.ONLY), READER.account, asked) == (fixed, after)
    for other, reader, about in (
        (Cursors(b"other"), READER.account, asked),
        (cursors, UUID(int=2), asked),
        (cursors, READER.account, {**asked, "status": "suspended"}),
    ):
        with pytest.raises(BadParameter):
            other.read(cursor, when, reader, about)


@given(st.text(max_size=80))
def test_no_other_text_is_a_cursor(text: str) -> None:
    with pytest.raises(BadParameter):
        Cursors(b"secret").read(text, Moment(date(2000, 1, 1)), READER.account, {})


def test_the_policy_knows_every_role_and_denies_what_it_does_not_name() -> None:
    assert {right.role for rights in POLICY.values() for right in rights} <= set(ROLES)
    own = frozenset({"state:ARG", "network:1"})
    assert atoms(Reader(UUID(int=1), "regional_admin", own), "alumni") == own
    assert atoms(Reader(UUID(int=1), "focal_point", own), "alumni") == frozenset({"state:ARG"})
    assert atoms(Reader(UUID(int=1), "secretariat", frozenset()), "alumni") is None
    assert sees(Reader(UUID(int=1), "reviewer", own), "alumni") == frozenset()
    with pytest.raises(Forbidden):
        atoms(Reader(UUID(int=1), "reviewer", own), "alumni")


def test_every_question_has_its_statement_and_may_be_asked_by_somebody() -> None:
    assert {question.name for question in QUESTIONS} == set(STATEMENTS)
    assert len({question.path for question in QUESTIONS}) == len(QUESTIONS)
    assert all(question.rights is None or question.rights in POLICY for question in QUESTIONS)


def test_values_of_a_statement_are_numbered_by_name() -> None:
    made = statement("select :a::text, x::int, :b2, :a from @membership/to where y @> :b2")
    values = {"a": 1, "b2": 2, "to": 3, "known_at": None, "more": 5}
    shown = "(select * from snapshots where kind = 'membership' and valid @> $3::date and {})"
    now = f"select $1::text, x::int, $2, $1 from {shown.format('upper_inf(known)')} where y @> $2"
    assert made.ready(values) == (now, [1, 2, 3])
    then = f"select $1::text, x::int, $2, $1 from {shown.format('known @> $4::timestamptz')} where y @> $2"
    assert made.ready({**values, "known_at": 9}) == (then, [1, 2, 3, 9])


def test_commands_are_known_by_their_documents() -> None:
    who = {"x-lemkin": {"who": [{"role": "secretariat", "relation": "all"}]}}
    document = {"paths": {"/things": {"post": who}, "/things/{id}/do": {"post": who}}}
    commands = Commands({"network": document})
    path = f"things/{UUID(int=1)}/do"
    commands.require("network", path, "secretariat")
    commands.require("network", "things", "secretariat")
    commands.require("unknown-yet", "anything/at-all", "reviewer")
    with pytest.raises(Forbidden):
        commands.require("network", path, "auditor")
    for wrong in ("things/1/do", "things/do", "internal/resume", "", "things//do", f"{path}/x", "Things"):
        with pytest.raises(NotFound):
            commands.require("network", wrong, "secretariat")


def status(**changes: object) -> dict[str, object]:
    return {"outbox": 0, "journal": 5, "consumers": [], "dead_letters": 0, "parked": 0, **changes}


def test_health_counts_what_was_recorded_between_two_looks_as_on_its_way() -> None:
    quiet = merged({"network": status()}, {"network": status()})
    assert (quiet["lag"], quiet["status"]) == ({"network": {"events_behind": 0}}, "up")
    moving = merged({"network": status()}, {"network": status(journal=7)})
    assert moving["lag"] == {"network": {"events_behind": 2}}


def test_health_takes_no_silence_for_quiet() -> None:
    for first, second in ((None, status()), (status(), None)):
        told = merged({"network": first}, {"network": second})
        assert (told["lag"], told["status"]) == ({"network": {}}, "degraded")
    blind = status(consumers=[{"topic": "t", "partition": 0, "next": 1, "end": None}])
    assert merged({"network": status()}, {"network": blind})["lag"] == {"network": {}}
    assert merged({"network": status()}, {"network": status(dead_letters=1)})["status"] == "degraded"


def test_tokens_are_fresh_and_only_their_shape_is_looked_up() -> None:
    token = fresh(TOKEN)
    assert token != fresh(TOKEN)
    assert len(digest(token) or b"") == 32
    assert digest(fresh(INVITATION)) is not None
    for wrong in ("", "lemkin_", token + "A", "x" + token, token[:-1] + "!"):
        assert digest(wrong) is None
