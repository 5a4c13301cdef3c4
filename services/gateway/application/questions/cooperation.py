"""Questions about how states and partners work together: meetings of a network, national mechanisms, agreements."""

from services.gateway.application.questions.question import Question, slug, state, word

AGREEMENTS = ("drafted", "in_force", "suspended", "expired", "terminated")
PARTNERS_ARE = (
    "host",
    "co-organiser",
    "provider",
    "chief-partner",
    "school",
    "supporter",
    "beneficiary",
    "agreement",
)

MEETINGS = Question(
    name="meetings",
    path="/networks/{slug}/meetings",
    summary="Meetings of a network, with the delegations present, and absent of the members of that date",
    places=(slug("slug"),),
    filters=(word("status", "scheduled", "convened", "concluded", "minutes_adopted", "cancelled"),),
    rights="registry",
)
MECHANISMS = Question(
    name="mechanisms",
    path="/networks/{slug}/mechanisms",
    summary="National mechanisms of the members of a network, with their institutions",
    places=(slug("slug"),),
    filters=(state(), word("status", "announced", "established", "operating", "dissolved")),
    rights="registry",
)
PARTNERS = Question(
    name="partners",
    path="/partners",
    summary="Partners: what each is, by which agreements, in force from when to when",
    filters=(slug("network"), word("kind", *PARTNERS_ARE), word("status", *AGREEMENTS)),
    rights="registry",
)

QUESTIONS = (MEETINGS, MECHANISMS, PARTNERS)
