"""Derived facts stay in line with what they follow from, whatever is learned and corrected in whatever order."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.enrollment.application.derived import (
    aligned,
    graduation_key,
    of_graduations,
    of_seminar,
    repeated_key,
)
from services.enrollment.domain import alumnus, cohort
from services.enrollment.domain.alumnus import Graduation
from shared import history
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.cohort import CohortConvened, CohortDissolved, CohortOpened, CohortScheduled
from shared.contracts.enrollment.facts import EnrollmentFactRetracted
from shared.contracts.enrollment.seminar import (
    Part,
    SeminarCancelled,
    SeminarPartAdded,
    SeminarPlanned,
    SeminarPostponed,
    SeminarReplanned,
    SeminarStarted,
)
from shared.contracts.enrollment.words import Role, Sector
from shared.contracts.event import Envelope
from shared.works import Correction
from tests.support.feed import Feed

PERSON, EDITION, SEMINAR = uuid4(), uuid4(), uuid4()
SEMINARS = [uuid4() for _ in range(4)]
PARTS = (Part(code="a", place="A", dates=PartialDate.parse("2012-05-01")),)


def _graduation(seminar: UUID, year: int, sector: Sector = Sector.JUSTICE) -> Graduation:
    return Graduation(seminar=seminar, on=PartialDate.parse(f"{year}-05-01"), state="ARG", sector=sector)


def _told(feed: Feed, wanted: dict[str, Dated]) -> int:
    """Say what brings the alumnus in line; how many facts that took."""
    said = aligned(feed.said, graduation_key, wanted)
    for one in said:
        corrects = one.root if isinstance(one, Correction) else None
        dated = one.said if isinstance(one, Correction) else one
        assert isinstance(dated, Dated)
        feed.say("alumnus", PERSON, dated.event, str(dated.occurred_on), corrects=corrects)
    return len(said)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(SEMINARS), st.tuples(st.integers(2008, 2012), st.sampled_from(Sector))),
        min_size=1,
        max_size=6,
    )
)
def test_an_alumnus_has_the_graduations_that_stand(stages: list[dict[UUID, tuple[int, Sector]]]) -> None:
    feed = Feed()
    for stage in stages:
        graduations = [_graduation(seminar, year, sector) for seminar, (year, sector) in stage.items()]
        _told(feed, of_graduations(graduations, PERSON))
        state = history.state_at(alumnus.apply, feed.said)
        if not graduations:
            assert state is None
            continue
        assert state is not None
        assert sorted(state.graduations, key=lambda one: str(one.seminar)) == sorted(
            graduations, key=lambda one: str(one.seminar)
        )
        days = [one.on.counts_from for one in state.graduations]
        assert days == sorted(days)
        assert _told(feed, of_graduations(graduations, PERSON)) == 0


def test_what_should_not_be_there_is_retracted_by_its_wire_name() -> None:
    feed = Feed()
    _told(feed, of_graduations([_graduation(SEMINARS[0], 2010)], PERSON))
    (retraction,) = aligned(feed.said, graduation_key, {})
    expected = Dated(EnrollmentFactRetracted(fact="enrollment.alumnus-recognised"), PartialDate.parse("2010-05-01"))
    assert retraction == Correction(1, expected)


def test_a_cohort_repeats_what_concerns_it_under_the_id_of_the_seminars_event() -> None:
    feed, ours = Feed(), {"edition": EDITION}
    other = (Part(code="b", place="B", dates=PartialDate.parse("2012-06-01")),)
    plan = SeminarPlanned(**ours, slug="s", title="S", parts=PARTS, capacity={Role.PARTICIPANT: 2})
    said = [
        feed.say("seminar", SEMINAR, plan, "2012-01-01"),
        feed.say("seminar", SEMINAR, SeminarPartAdded(**ours, part=other[0]), "2012-02-01"),
        feed.say("seminar", SEMINAR, SeminarPostponed(**ours), "2012-03-01"),
        feed.say("seminar", SEMINAR, SeminarReplanned(**ours, parts=other), "2012-04-01"),
        feed.say("seminar", SEMINAR, SeminarStarted(**ours), "2012-06-01"),
        feed.say("seminar", SEMINAR, SeminarCancelled(**ours), "2012-06-02"),
    ]
    us = {"seminar": SEMINAR}
    opened = CohortOpened(
        **us, edition=EDITION, capacity=plan.capacity, parts=PARTS, graduating=(Role.PARTICIPANT, Role.FELLOW)
    )
    expected = [
        opened,
        CohortScheduled(**us, parts=(*PARTS, *other)),
        CohortScheduled(**us, parts=()),
        CohortScheduled(**us, parts=other),
        CohortConvened(**us),
        CohortDissolved(**us),
    ]
    wanted = of_seminar(feed.said, [Role.PARTICIPANT, Role.FELLOW])
    assert wanted == {
        str(event.id): Dated(repeated, event.occurred_on) for event, repeated in zip(said, expected, strict=True)
    }
    assert history.fold(cohort.apply, _repeated(wanted)) is not None


def _repeated(wanted: dict[str, Dated]) -> list[Envelope]:
    feed = Feed()
    return [feed.say("cohort", SEMINAR, one.event, str(one.occurred_on)) for one in wanted.values()]


def test_only_facts_that_repeat_the_seminar_are_kept_in_line_with_it() -> None:
    feed = Feed()
    opened = CohortOpened(seminar=SEMINAR, edition=EDITION, capacity={}, parts=(), graduating=())
    said = feed.say("cohort", SEMINAR, opened, "2012-01-01")
    assert repeated_key(said) == str(said.causation)
    assert repeated_key(feed.say("cohort", SEMINAR, SeminarPostponed(edition=EDITION), "2012-01-01")) is None
