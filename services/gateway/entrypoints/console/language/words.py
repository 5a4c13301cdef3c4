"""Words: what the codes of the published language are called, by kind.

    event                        wire names of events, as lines of a timeline
    object                       kinds of aggregates: "membership", "initiative"
    <object>-status              steps of their lives; the stage of an initiative is its `initiative-status`
    sector, role, region, ...    the enums of the contracts, by their names in small letters and hyphens
    reason, service              why something ended; the four services
    act, field, hint             commands by the name of their operation; members of commands and of facts
    member                       members of documents that no form asks for
    correct, correction          what is done with a fact, and why
    problem, remedy              codes of refusals: what is wrong, and what to do about it

The kind is also the context of the text in the catalogues: "active" is not said alike of a membership and of a grant.
"""

from collections.abc import Mapping
from typing import NamedTuple

from services.gateway.entrypoints.console.language.vocabulary import acts, enums, events, fields, problems, statuses

WORDS: Mapping[str, Mapping[str, str]] = {
    "event": events.EVENTS,
    "object": statuses.OBJECTS,
    **statuses.STATUSES,
    **enums.ENUMS,
    "reason": enums.REASONS,
    "service": enums.SERVICES,
    "act": acts.ACTS,
    "field": fields.FIELDS,
    "hint": fields.HINTS,
    "member": fields.MEMBERS,
    "correct": fields.CORRECT,
    "correction": fields.CORRECTIONS,
    "problem": problems.PROBLEMS,
    "remedy": problems.REMEDIES,
}


class Word(NamedTuple):
    """A key of the catalogues: `pgettext(*word("sector", "justice"))`."""

    context: str
    text: str


def word(kind: str, code: str) -> Word:
    """The key of a code. One that this release does not know is shown as it is, without its hyphens: the contracts leave some
    codes open, and a newer release may say more. Raises KeyError for an unknown kind."""
    known = WORDS[kind]
    return Word(kind, known[code] if code in known else code.rpartition(".")[2].replace("-", " ").replace("_", " "))
