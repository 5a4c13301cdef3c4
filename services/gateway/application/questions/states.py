"""Questions about states: the register, who took part, and what happened to one of them."""

from services.gateway.application.questions.networks import MEMBERSHIP
from services.gateway.application.questions.question import BY_NAME, Question, months, slug, state, truth, word, year

REGIONS = (
    "africa",
    "asia-pacific",
    "eastern-europe",
    "latin-america-and-caribbean",
    "western-europe-and-others",
)
_STANDING = (
    word("region", *REGIONS),
    slug("network"),
    word("status", *MEMBERSHIP),
    truth("took_part"),
    truth("member"),
    slug("edition"),
    year(),
    months("silent"),
)
"""`silent`: members of which no act of their own was recorded in that many months."""

STATES = Question(
    name="states",
    path="/states",
    summary="States of the register, with their memberships and whether they took part in a seminar",
    filters=(*_STANDING, *BY_NAME),
    rights="registry",
)
STATES_MAP = Question(
    name="states_map",
    path="/map/states",
    summary="Where each state stands, all of them in one answer: member, pending, took part or none of these",
    filters=(*_STANDING, *BY_NAME),
    many=False,
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

QUESTIONS = (STATES, STATES_MAP, STATE, TIMELINE)
