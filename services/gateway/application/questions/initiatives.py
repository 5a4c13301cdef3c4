"""Questions about initiatives: what grew out of the networks."""

from services.gateway.application.questions.question import Question, object_id, slug, state, word

STAGES = (
    "drafted",
    "proposed",
    "returned",
    "endorsed",
    "underway",
    "paused",
    "completed",
    "evaluated",
    "closed",
    "abandoned",
)

INITIATIVES = Question(
    name="initiatives",
    path="/initiatives",
    summary="National initiatives with their milestones",
    filters=(slug("network"), state(), word("stage", *STAGES), word("kind", "training", "policy", "mechanism")),
    rights="registry",
)
INITIATIVE = Question(
    name="initiative",
    path="/initiatives/{id}",
    summary="One initiative",
    places=(object_id(),),
    many=False,
    rights="registry",
)

QUESTIONS = (INITIATIVES, INITIATIVE)
