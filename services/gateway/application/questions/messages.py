"""Questions about messages and tasks: what was told to whom, what waits for a person. No text and no address is anywhere."""

from services.gateway.application.questions.question import Question, object_id, slug, word

DISPATCH_IS = ("requested", "held", "approved", "sent", "failed", "suppressed", "cancelled")
TASK_IS = ("raised", "acknowledged", "resolved")

DISPATCHES = Question(
    name="dispatches",
    path="/dispatches",
    summary="Messages inside the caller's grant, newest first: to whom, about what, and what became of each",
    filters=(
        word("status", *DISPATCH_IS),
        slug("template"),
        slug("why"),
        slug("network"),
        object_id("person"),
        object_id("about"),
    ),
    rights="messages",
    named="person",
)
DISPATCH = Question(
    name="dispatch",
    path="/dispatches/{id}",
    summary="One message inside the caller's grant",
    places=(object_id(),),
    many=False,
    rights="messages",
    named="person",
)
TASKS = Question(
    name="tasks",
    path="/tasks",
    summary="What waits for a person inside the caller's grant, newest first",
    filters=(word("status", *TASK_IS), slug("kind"), slug("network"), object_id("about")),
    rights="tasks",
    named="person",
)

QUESTIONS = (DISPATCHES, DISPATCH, TASKS)
