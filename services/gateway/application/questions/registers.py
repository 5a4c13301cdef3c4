"""Questions about what facts refer to: bodies, sources and statements."""

from services.gateway.application.questions.question import Question, object_id, slug, state

BODIES = Question(
    name="bodies",
    path="/bodies",
    summary="Ministries, offices, organisations and other bodies",
    filters=(state(), slug("kind")),
    rights="registry",
)
SOURCES = Question(name="sources", path="/sources", summary="Documents that support facts", rights="registry")
STATEMENTS = Question(
    name="statements",
    path="/statements",
    summary="What sources claim, kept as said",
    filters=(slug("about_kind"), object_id("about_id")),
    rights="registry",
)
QUESTIONS = (BODIES, SOURCES, STATEMENTS)
