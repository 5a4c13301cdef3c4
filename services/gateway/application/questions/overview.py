"""The figures of the whole network, and the facts behind what is shown."""

from services.gateway.application.questions.question import Question, number, object_id, slug, state

OVERVIEW = Question(
    name="overview",
    path="/overview",
    summary="Figures of the whole: states that took part, alumni, graduations, seminars, networks, initiatives",
    many=False,
    rights="registry",
)
LATEST = Question(
    name="latest",
    path="/latest",
    summary="The ten public facts that arrived last",
    filters=(slug("network"), state()),
    many=False,
    rights="registry",
)
EVENTS = Question(
    name="events",
    path="/events",
    summary="Public facts as CloudEvents without actor and persons, in order of arrival, at most 50 after a position",
    filters=(number("after"),),
    many=False,
    dates=(),
    rights="registry",
)
HISTORY = Question(
    name="history",
    path="/facts/{kind}/{id}/history",
    summary="All versions of one object on both time axes, with the events that opened and closed each",
    places=(slug("kind"), object_id()),
    dates=(),
    rights="registry",
)

QUESTIONS = (OVERVIEW, LATEST, EVENTS, HISTORY)
