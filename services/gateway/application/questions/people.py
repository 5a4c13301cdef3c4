"""Questions about persons: rows inside the caller's grant. Names are not here: enrollment is asked for them when they are shown."""

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

_WHICH = (state(), word("sector", *SECTORS), year(), slug("edition"))

ALUMNI = Question(
    name="alumni",
    path="/alumni",
    summary="Alumni inside the caller's grant, with the names that the caller may see",
    filters=_WHICH,
    rights="alumni",
    named="person",
)
ALUMNI_COUNTS = Question(
    name="alumni_counts",
    path="/counts/alumni",
    summary="Alumni inside the caller's grant, counted by state, sector and year of graduation",
    filters=_WHICH,
    many=False,
    rights="alumni",
)
PERSON = Question(
    name="person",
    path="/persons/{id}",
    summary="One person inside the caller's grant: posts, seats, graduations, consents, and the name",
    places=(object_id(),),
    many=False,
    rights="persons",
    named="id",
)

QUESTIONS = (ALUMNI, ALUMNI_COUNTS, PERSON)
