"""Questions about states: the register, who took part, and what happened to one of them."""

from services.gateway.application.questions.question import Question, slug, state, truth, word

STATES = Question(
    name="states",
    path="/states",
    summary="States of the register, with their memberships and whether they took part in a seminar",
    filters=(
        word(
            "region",
            "africa",
            "asia-pacific",
            "eastern-europe",
            "latin-america-and-caribbean",
            "western-europe-and-others",
        ),
        slug("network"),
        truth("took_part"),
        truth("member"),
    ),
    rights="registry",
)
STATE = Question(
    name="state",
    path="/states/{iso3}",
    summary="One state: names, memberships, seats, initiatives, seminars, alumni counted",
    places=(state("iso3"),),
    many=False,
    rights="registry",
)
TIMELINE = Question(
    name="timeline",
    path="/states/{iso3}/timeline",
    summary="What happened with a state, newest first",
    places=(state("iso3"),),
    rights="registry",
)

QUESTIONS = (STATES, STATE, TIMELINE)
