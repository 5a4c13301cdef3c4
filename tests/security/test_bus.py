"""B1, B2, sec-S8: a record is what topic, headers and body agree on; nothing else on the bus is believed."""

from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from shared.contracts.catalog import address, encode, headers
from shared.contracts.enrollment.alumnus import AlumnusRecognised
from shared.contracts.enrollment.words import Sector
from shared.contracts.event import Envelope
from shared.contracts.network.membership import MembershipSuspended
from shared.contracts.published import CATALOG
from shared.contracts.topics import SERVICES, topic
from shared.errors import ContractError, Undecodable
from tests.support.feed import Feed

ID = UUID(int=1)
SUSPENDED = MembershipSuspended(network=UUID(int=2), state="ARG")


def _said() -> Envelope:
    return Feed().say("membership", ID, SUSPENDED, "2012-03-29")


def _body(**changes: Any) -> bytes:
    return orjson.dumps({**encode(_said()), **changes})


def _read(body: bytes, from_topic: str = "network.events") -> Envelope:
    return CATALOG.received(body, address(dict(headers(encode(_said())))), from_topic)


def test_a_record_of_its_own_topic_is_believed() -> None:
    assert _read(_body()).event == SUSPENDED


@pytest.mark.parametrize("writer", [service for service in SERVICES if service != "network"])
def test_nobody_says_in_the_own_topic_what_another_service_says(writer: str) -> None:
    for source in ("network", f"/{writer}", "network.events"):
        with pytest.raises(Undecodable):
            _read(_body(source=source), topic(writer))


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": f"membership/{uuid4()}"},
        {"subject": f"person/{ID}"},
        {"sequence": 2},
        {"corrects": 1},
        {"type": "network.membership-resumed"},
        {"type": "network.state-withdrew"},
    ],
    ids=str,
)
def test_a_body_that_is_another_event_than_its_headers_say_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Undecodable):
        _read(_body(**changes))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
        b'{"__faust": {"ns": "os.system"}}',
        b"{" * 10_000,
        b"\xff" * 100,
        _body(data=None),
        _body(data=[]),
        _body(data="x"),
        _body(sequence="1; drop table journal"),
        _body(sequence=2**62),
        _body(time="yesterday"),
        _body(time="9999-99-99T00:00:00Z"),
        _body(occurredon="\u0660"),
        _body(actor="Maria"),
        _body(page="a\u0000b"),
        _body(page="x" * 10_000),
        _body(type="os.system"),
        _body(type={"__class__": "x"}),
        _body(dataschemaversion=10**9),
        _body(dataschemaversion=-1),
        _body(dataschemaversion=0),
        _body(subject="membership/../../x"),
        _body(scopes=["secretariat"]),
    ],
    ids=range(26),
)
def test_poison_is_told_as_such_and_nothing_else_happens(body: bytes) -> None:
    with pytest.raises(ContractError) as refused:
        _read(body)
    assert "Maria" not in str(refused.value)


def test_the_alumni_that_network_believes_in_come_from_enrollment_alone() -> None:
    person = UUID(int=3)
    event = AlumnusRecognised(person=person, state="ARG", sector=Sector.JUSTICE, seminar=UUID(int=4))
    said = encode(Feed().say("alumnus", person, event, "2012"))
    place = address(dict(headers(said)))
    assert CATALOG.received(orjson.dumps(said), place, "enrollment.events").event == event
    with pytest.raises(Undecodable):
        CATALOG.received(orjson.dumps(said), place, "notifications.events")
