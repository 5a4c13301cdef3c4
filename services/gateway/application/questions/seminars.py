"""Questions about editions and seminars: what was held where, and who came, counted."""

from services.gateway.application.questions.question import Question, slug, state, word, year

STAGES = ("planned", "postponed", "in_session", "completed", "cancelled")
EDITIONS = Question(
    name="editions",
    path="/editions",
    summary="Lines of seminars, with the states that took part by year",
    filters=(word("status", "open", "retired"),),
    rights="registry",
)
SEMINARS = Question(
    name="seminars",
    path="/seminars",
    summary="Seminars by their dates",
    filters=(
        slug("edition"),
        year(),
        state(),
        state("country"),
        word("status", *STAGES),
    ),
    rights="registry",
)
SEMINAR = Question(
    name="seminar",
    path="/seminars/{slug}",
    summary="One seminar: parts, organisers, capacity, counts by role and state, attendance by state",
    places=(slug("slug"),),
    many=False,
    rights="registry",
)
SEMINAR_TIMELINE = Question(
    name="seminar_timeline",
    path="/seminars/{slug}/timeline",
    summary="What happened with a seminar, newest first; nothing about persons",
    places=(slug("slug"),),
    rights="registry",
)

QUESTIONS = (EDITIONS, SEMINARS, SEMINAR, SEMINAR_TIMELINE)
