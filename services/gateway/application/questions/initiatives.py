"""Questions about initiatives: what grew out of the networks."""

from services.gateway.application.questions.question import Question, object_id, slug, state, truth, word

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

KINDS = ("training", "policy", "mechanism")
_WHICH = (slug("network"), state(), word("stage", *STAGES), word("kind", *KINDS), truth("overdue"))
"""`overdue`: whether a milestone is past its day, neither reached nor dropped, while the initiative goes on."""

INITIATIVES = Question(
    name="initiatives",
    path="/initiatives",
    summary="National initiatives with their milestones",
    filters=_WHICH,
    rights="registry",
)
INITIATIVE_COUNTS = Question(
    name="initiative_counts",
    path="/counts/initiatives",
    summary="Initiatives counted by stage and by state",
    filters=_WHICH,
    many=False,
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

QUESTIONS = (INITIATIVES, INITIATIVE_COUNTS, INITIATIVE)
