"""What the enrollment service does when it hears an event: the table of its reactions."""

from uuid import UUID

from services.enrollment.application.derived import aligned, graduation_key, of_graduations, of_seminar, repeated_key
from services.enrollment.domain.alumnus import ALUMNUS, Graduation
from services.enrollment.domain.cohort import COHORT
from services.enrollment.domain.edition import EDITION
from services.enrollment.domain.person import PERSON
from services.enrollment.domain.seminar import SEMINAR
from shared import history
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment import person as people
from shared.contracts.enrollment import seminar as seminars
from shared.contracts.enrollment.cohort import ParticipantGraduated
from shared.contracts.enrollment.words import Role, Sector
from shared.contracts.event import Envelope
from shared.contracts.network.state import StateListed
from shared.errors import NotFound
from shared.reactions import Reaction
from shared.works import Works


async def when_state_listed(heard: Envelope, work: Works) -> None:
    """Remember which states the register has, since when."""
    await work.keep(heard)


async def when_seminar_changed(heard: Envelope, work: Works) -> None:
    """The cohort opens with its seminar, and follows it from then on: its parts, its start, its end without a start."""
    seminar = await work.load(SEMINAR, heard.subject)
    events = [event for event in await work.events_of(seminar) if event.sequence <= heard.sequence]
    graduating: tuple[Role, ...] = (Role.PARTICIPANT,)
    for fact in history.effective(events):
        if isinstance(fact.event, seminars.SeminarPlanned):
            edition = await work.state_of(EDITION, fact.event.edition, fact.occurred_on)
            graduating = edition.graduating if edition is not None else graduating
    cohort = await work.load(COHORT, heard.subject, create=True)
    wanted = of_seminar(events, graduating)
    await work.save(cohort, aligned(await work.events_of(cohort), repeated_key, wanted))


async def when_participant_graduated(heard: Envelope, work: Works) -> None:
    """Who graduates for the first time is an alumnus; who does again has one more graduation (invariant 14)."""
    if isinstance(heard.event, ParticipantGraduated):
        await _graduated(work, heard.event.person, heard.subject, heard)


async def when_graduation_corrected(heard: Envelope, work: Works) -> None:
    """Whoever it named before, and whoever it names now, has the graduations that stand; without any, no recognition."""
    cohort = await work.load(COHORT, heard.subject)
    events = [event for event in await work.events_of(cohort) if event.sequence <= heard.sequence]
    versions = [event.event for event in events if event.root == heard.root]
    standing = {
        fact.event.person: fact for fact in history.effective(events) if isinstance(fact.event, ParticipantGraduated)
    }
    for person in sorted({version.person for version in versions if isinstance(version, ParticipantGraduated)}):
        await _graduated(work, person, heard.subject, standing.get(person))


async def when_post_changed(heard: Envelope, work: Works) -> None:
    """What an alumnus did when they graduated is told by the post they had then, also when that is learned later."""
    try:
        alumnus = await work.load(ALUMNUS, heard.subject)
    except NotFound:
        return
    before = alumnus.state.graduations if alumnus.state is not None else ()
    now = [one.model_copy(update={"sector": await _sector(work, heard.subject, one.on)}) for one in before]
    wanted = of_graduations(now, heard.subject)
    await work.save(alumnus, aligned(await work.events_of(alumnus), graduation_key, wanted))


async def _graduated(work: Works, person: UUID, seminar: UUID, fact: Envelope | None) -> None:
    """The person's graduation from this seminar is the one of `fact`; None: there is none."""
    alumnus = await work.load(ALUMNUS, person, create=True)
    before = alumnus.state.graduations if alumnus.state is not None else ()
    now = [one for one in before if one.seminar != seminar]
    if fact is not None and isinstance(fact.event, ParticipantGraduated):
        sector = await _sector(work, person, fact.occurred_on)
        now.append(Graduation(seminar=seminar, on=fact.occurred_on, state=fact.event.state, sector=sector))
    await work.save(alumnus, aligned(await work.events_of(alumnus), graduation_key, of_graduations(now, person)))


async def _sector(work: Works, person: UUID, on: PartialDate) -> Sector:
    known = await work.state_of(PERSON, person, on)
    return known.posts[-1].sector if known is not None else Sector.OTHER


REACTIONS: tuple[Reaction, ...] = (
    Reaction(event=StateListed, do=when_state_listed, corrected=when_state_listed),
    *(
        Reaction(event=event, do=when_seminar_changed, corrected=when_seminar_changed)
        for event in (
            seminars.SeminarPlanned,
            seminars.SeminarPartAdded,
            seminars.SeminarReplanned,
            seminars.SeminarPostponed,
            seminars.SeminarStarted,
            seminars.SeminarCancelled,
        )
    ),
    Reaction(event=ParticipantGraduated, do=when_participant_graduated, corrected=when_graduation_corrected),
    *(
        Reaction(event=event, do=when_post_changed, corrected=when_post_changed)
        for event in (people.PersonRegistered, people.PostTakenUp, people.PostLeft)
    ),
)
