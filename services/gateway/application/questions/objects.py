"""Questions about any object at all: which there are of a kind, to choose one of them; and every fact of one, on both clocks."""

from services.gateway.application.questions.question import BY_NAME, Question, object_id, shaped, slug, state

OBJECTS = Question(
    name="objects",
    path="/objects/{kind}",
    summary="Objects of one kind with what they are told apart by, in the order of their names",
    places=(slug("kind"),),
    filters=(
        shaped("text", "[^%_\\\\]{1,100}", "must be a part of the name, at most 100 characters"),
        shaped("status", "[a-z_]{1,40}(?:,[a-z_]{1,40}){0,9}", "must be status words with commas between them"),
        state(),
        object_id("network"),
        object_id("id"),
        BY_NAME[1],
    ),
    rights="registry",
)
FACTS = Question(
    name="facts",
    path="/facts/{kind}/{id}",
    summary="Every fact of one object, the one recorded last first: what it says, and what the object was like before and after",
    places=(slug("kind"), object_id()),
    rights="registry",
)

QUESTIONS = (OBJECTS, FACTS)
