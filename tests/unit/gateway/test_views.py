"""Every view, over every event of the published language in any order: total, plain, and harmless to what it was given."""

import copy
import inspect
from functools import cache
from uuid import UUID

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.operations.examples import example
from services.gateway.application.published import PERSONS
from services.gateway.application.views import table
from services.gateway.application.views.table import NOT_SHOWN, VIEWS
from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Event, FactRetracted
from shared.contracts.published import CATALOG
from tests.support.feed import Feed

THINGS = {
    "about_id", "account", "body", "document", "edition", "id", "letter", "network", "networks", "organisers", "partners",
    "report", "seminar", "initiators", "hosts", "parts",
}  # fmt: skip


@cache
def examples() -> list[Event]:
    """Each event twice: with every field filled, and with those only that it must have."""
    whole = [example(event, "any").event for event in CATALOG.events.values()]
    return [*whole, *map(shortest, whole)]


def shortest(event: Event) -> Event:
    needed = {name for name, field in type(event).model_fields.items() if field.is_required()}
    return type(event).model_validate(event.model_dump(include=needed))


def test_every_event_is_folded_or_listed_with_a_reason() -> None:
    modules = [inspect.getmodule(view.fold) for view in VIEWS.values()]
    folded = {
        getattr(value, "type", "")
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Event)
    }
    known = {name for name, event in CATALOG.events.items() if not issubclass(event, FactRetracted)}
    assert known - folded == set(NOT_SHOWN)
    assert all(NOT_SHOWN.values())
    assert inspect.getdoc(table)


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_fold_is_total_plain_and_harmless(view: View, data: st.DataObject) -> None:
    feed, document = Feed(), None
    order = data.draw(st.lists(st.sampled_from(examples()), min_size=1, max_size=12))
    for event in order:
        on = data.draw(st.sampled_from(["2012", "2011-03-04", "by 2015-01-01", "spring 2012"]))
        fact = feed.say(view.kind, UUID(int=1), event, on, synthetic=data.draw(st.booleans()))
        before = copy.deepcopy(document)
        after, text = view.next(document, fact)
        assert document == before
        assert orjson.loads(text) == after
        assert {"sources", "synthetic", "documented"} <= set(after)
        document = after


def test_evidence_collects_sources_once_and_is_synthetic_only_throughout() -> None:
    feed, event = Feed(), examples()[0]
    source = UUID(int=5)

    def after(document: Document | None, **given: object) -> Document:
        return evidence(document, feed.say("x", UUID(int=1), event, "2012", **given))  # type: ignore[arg-type]

    made_up = after(None, synthetic=True)
    assert made_up == {"sources": [], "synthetic": True, "documented": False}
    found = after(made_up, source=source)
    assert found == {"sources": [{"source": str(source), "page": "3"}], "synthetic": False, "documented": True}
    assert after(found, source=source, synthetic=True) == found
    many = found
    for nth in range(30):
        many = after(many, source=UUID(int=100 + nth))
    assert len(many["sources"]) == 20


def test_public_events_name_persons_only_in_fields_that_are_left_out() -> None:
    """Fields that hold ids are things of the register, or persons; whoever adds another must say which."""
    for event in CATALOG.events.values():
        if not event.public:
            continue
        ids = {
            name
            for name, field in event.model_fields.items()
            if "UUID" in str(field.annotation) or "Id" in str(field.annotation)
        }
        assert ids <= THINGS | set(PERSONS), (event.type, ids - THINGS - set(PERSONS))
