"""Questions about editions and seminars: what was held where, and who came, counted."""

from services.gateway.application.questions.question import Question, slug, state, word, year

EDITIONS = Question(
    name="editions",
    path="/editions",
    summary="Lines of seminars",
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
        word("status", "planned", "postponed", "in_session", "completed", "cancelled"),
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

QUESTIONS = (EDITIONS, SEMINARS, SEMINAR)
