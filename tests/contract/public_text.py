"""PUBLIC_TEXT: the only free text on the bus, each field with the reason why it may stand there (I6).

Everything else in an event is an id, an enum, a code or a date. Free text is for names of institutions and documents, and
for words about work; PublicText refuses what could hide or break a line, and the forms say that no person is named.
"""

_PLACE = "the city or house where a part is held, as it is announced"
_NAME = "a state's name in a language, from the register of the United Nations"
_WHY = "why work rests or moves, written for everybody who follows it; the form says to name nobody"

PUBLIC_TEXT = {
    "enrollment.edition-defined/name": "the name of a line of seminars, as it is announced",
    "enrollment.seminar-planned/title": "the title under which it is announced",
    "enrollment.seminar-planned/parts/place": _PLACE,
    "enrollment.seminar-part-added/part/place": _PLACE,
    "enrollment.seminar-replanned/parts/place": _PLACE,
    "enrollment.cohort-opened/parts/place": _PLACE,
    "enrollment.cohort-scheduled/parts/place": _PLACE,
    "network.source-registered/title": "the title of a published document; it is cited as it is",
    "network.source-registered/address": "where a published document can be found",
    **{f"network.state-listed/names/{language}": _NAME for language in ("en", "es", "fr", "pt", "ar")},
    **{f"network.state-renamed/names/{language}": _NAME for language in ("en", "es", "fr", "pt", "ar")},
    "network.body-registered/name": "the name of an institution",
    "network.body-renamed/name": "the name of an institution",
    "network.statement-recorded/text": "what a published document claims, as a short quotation",
    "network.fact-disputed/text": "how a published document disagrees, as a short quotation",
    "network.network-conceived/name": "the name of a network of states",
    "network.initiative-proposed/title": "the title of national work, as it is announced",
    "network.initiative-returned/reason": _WHY,
    "network.initiative-paused/reason": _WHY,
    "network.initiative-abandoned/reason": _WHY,
    "network.meeting-scheduled/name": "the name of a meeting of states, as it is announced",
    "network.meeting-scheduled/place": "the city or house where it is held, as it is announced",
    "network.meeting-cancelled/reason": _WHY,
    "network.agreement-drafted/title": "what institutions agree on, as it is announced",
    "network.agreement-amended/title": "what institutions agree on, as it is announced",
    "network.agreement-suspended/reason": _WHY,
    "network.agreement-terminated/reason": _WHY,
    "network.mechanism-announced/name": "the name of a body of institutions",
    "network.mechanism-dissolved/reason": _WHY,
    "network.milestone-planned/title": "what is to be reached",
    "network.milestone-rescheduled/reason": _WHY,
    "network.milestone-dropped/reason": _WHY,
}
