"""Questions about what facts refer to: bodies, sources, statements; and about alumni, without names."""

from services.gateway.application.questions.question import Question, object_id, slug, state, word, year

SECTORS = (
    "justice",
    "defence",
    "foreign-affairs",
    "human-rights",
    "interior",
    "military",
    "academia",
    "civil-society",
    "other",
)

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
ALUMNI = Question(
    name="alumni",
    path="/alumni",
    summary="Alumni inside the caller's grant, without names and ids",
    filters=(state(), word("sector", *SECTORS), year(), slug("edition")),
    rights="alumni",
)

QUESTIONS = (BODIES, SOURCES, STATEMENTS, ALUMNI)
