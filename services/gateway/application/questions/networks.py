"""Questions about regional networks: what they are, who is a member, who speaks for whom, what changed."""

from services.gateway.application.questions.question import BY_NAME, Question, day, slug, state, truth, word

MEMBERSHIP = ("invited", "intent_declared", "accession_pending", "active", "suspended", "inactive", "withdrawn")

SEATING = ("seated", "due", "vacant")
"""Whether somebody speaks for a state."""
_SEATING = (word("status", *SEATING, "open"), truth("member"))
"""`open`: due or vacant. `member`: of states that are members, or of those that are not."""

NETWORKS = Question(
    name="networks",
    path="/networks",
    summary="Regional networks with their members counted",
    filters=(word("status", "conceived", "under_development", "launched", "concluded"),),
    rights="registry",
)
NETWORK = Question(
    name="network",
    path="/networks/{slug}",
    summary="One network",
    places=(slug("slug"),),
    many=False,
    rights="registry",
)
MEMBERS = Question(
    name="members",
    path="/networks/{slug}/members",
    summary="Members of a network (active and suspended ones, unless a status is named)",
    places=(slug("slug"),),
    filters=(word("status", *MEMBERSHIP), state(), *BY_NAME),
    rights="registry",
)
NETWORK_SEATS = Question(
    name="network_seats",
    path="/networks/{slug}/seats",
    summary="Focal-point seats of a network, filled or vacant",
    places=(slug("slug"),),
    filters=(state(), *_SEATING, *BY_NAME),
    rights="registry",
)
SEATS = Question(
    name="seats",
    path="/seats",
    summary="Focal-point seats, filled or vacant",
    filters=(slug("network"), state(), *_SEATING, *BY_NAME),
    rights="registry",
)
CHANGES = Question(
    name="changes",
    path="/networks/{slug}/changes",
    summary="What differs in a network between two days, and the events behind it",
    places=(slug("slug"),),
    filters=(day("from"), day("to")),
    dates=("known_at", "synthetic"),
    rights="registry",
)

QUESTIONS = (NETWORKS, NETWORK, MEMBERS, NETWORK_SEATS, SEATS, CHANGES)
