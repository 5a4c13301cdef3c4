"""View: how the facts of one kind of aggregate become the document that readers see.

A document is a plain JSON object (texts, numbers, booleans, lists, objects; dates as PartialDate text). Lists filter and
join on these keys, so a document that has such a value has it under this name:

    network, person, seminar, edition, source     ids, as text
    state                                         ISO 3166-1 alpha-3
    status                                        the word of the aggregate's lifecycle; `stage` for initiatives
    slug, name (or title)                         what a network, edition or seminar is called
    sources, synthetic, documented                from `evidence` below, in every document

What the questions read besides, by kind (a view may say more; adapters/statements/ is where it is read):

    state        state, iso2, names, region
    network      slug, name, status, rule, secretariat, hosts, initiators, conceived, development_started, launched
    membership   network, state, status, founding, focal_point_due, periods [{since, until}], disputes
    seat         network, state, due, holders [{kind, person, body, since, acting_until, leaves_on}]: who sits there now
    initiative   network, state, stage, kind, title, proposer_kind, proposer, milestones [{code, title, status, planned,
                 reached, moved [{planned, reason}]}]
    meeting      network, status, name, number, dates, day, place, host, online, delegations [state], counted
    agreement    body, network, status, kind, scope, title, signed, last_day, periods [{since, until}]
    mechanism    network, state, status, name, announced, established, institutions [{body, since}], counted
    edition      slug, name, status (open, retired), sectors, partners, network, retired (date)
    seminar      slug, title, edition, network, status, parts [{code, place, country, dates}], capacity, organisers
    cohort       seminar, edition, network, status, seats [{person, role, state, status (filled, completed, graduated),
                 since, synthetic}], delegations [{state, body, part, presence, persons, synthetic}],
                 headcounts [{role, persons, states, synthetic}]: the id of a cohort is that of its seminar
    person       state, sector, level, gender, posts, consents [{purpose, since, until}], language, contacts [{contact, channel}]
    alumnus      person, state, sector, seminar, graduations [{seminar, on, synthetic}]
    body         kind, name, state, status;   source: title, address, date;   statement: text, about_kind, about_id, disputes
    contact-point person, channel, state, status;   dispatch: person, template, network, state, about_kind, about, status
    task         kind, about_kind, about, network, state, person, status

A list in a document whose entries are counted gives each entry its own `synthetic`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson

from shared.contracts.event import Envelope

Document: TypeAlias = dict[str, Any]
Fold: TypeAlias = Callable[[Document | None, Envelope], Document]

MOST_SOURCES = 20


@dataclass(frozen=True, slots=True)
class View:
    """One kind of aggregate and its fold.

    `fold(document, fact)` gives the next document and is total: an event it does not know only adds its evidence. It never
    changes the document it was given; it starts from `{**(document or {}), **evidence(document, fact)}`. Import the event
    classes by name: a test compares them with the catalog, so that no event is forgotten.
    """

    kind: str
    fold: Fold

    def next(self, document: Document | None, fact: Envelope) -> tuple[Document, bytes]:
        """The next document as plain JSON values, and its canonical bytes: equal documents have equal bytes."""
        text = orjson.dumps(self.fold(document, fact), option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
        return orjson.loads(text), text


def evidence(document: Document | None, fact: Envelope) -> Document:
    """The part every document has: where its facts come from.

    `sources`: [{"source": id, "page": text or null}], each once, the first MOST_SOURCES. `synthetic`: every fact so far is
    made up. `documented`: at least one is not.
    """
    before = document or {}
    sources = before.get("sources", [])
    if fact.provenance.source is not None and len(sources) < MOST_SOURCES:
        named = {"source": str(fact.provenance.source), "page": fact.provenance.page}
        if named not in sources:
            sources = [*sources, named]
    synthetic = fact.provenance.synthetic and before.get("synthetic", True)
    return {"sources": sources, "synthetic": synthetic, "documented": not synthetic}
