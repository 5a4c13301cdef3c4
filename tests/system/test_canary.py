"""A person's name, address and title: told to those who may see them, and nowhere else at rest or on the way (sec-S8, S10).

The whole scenario on a system of its own: a network grows, mails go out, a record is poison, everything is started again.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from kafka import KafkaConsumer, KafkaProducer

from shared.contracts.topics import SERVICES, topic
from tests.support import canary
from tests.support.living import Asked
from tests.support.secretariat import Secretariat, asking, mails_of
from tests.support.system import System, running_system

GIVEN, FAMILY, TITLE = "Canaryna-Zq1", "Canarez-Zq2", "Canary-Rank-Zq3"
POST_TITLE, ADDRESS, PHONE = "Canary-Desk-Zq4", "canary-zq5@example.org", "+5491144445566"
MISTYPED = "canary-zq6-without-an-at"
CANARIES = (GIVEN, FAMILY, TITLE, POST_TITLE, ADDRESS, PHONE, MISTYPED)
DATABASES = (*SERVICES, "keystore")
KENYAN = "clerk-zq7@example.org"
MAILS = 5
"""Argentina's accession and seat and initiative to the admin, seat and initiative to the focal point."""


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with running_system(load="register") as started:
        yield started


def _records(bootstrap: str) -> bytes:
    """Every key, value and header of every topic, as an independent reader sees them."""
    reader = KafkaConsumer(
        *(topic(name) for name in SERVICES),
        bootstrap_servers=bootstrap,
        auto_offset_reset="earliest",
        consumer_timeout_ms=3_000,
        enable_auto_commit=False,
        group_id=None,
    )
    try:
        return b"\n".join(
            b" ".join([one.key or b"", one.value or b"", *(name.encode() + value for name, value in one.headers)])
            for one in reader
        )
    finally:
        reader.close()


def test_canaries_are_told_to_who_may_see_them_and_found_nowhere_else(system: System) -> None:
    with asking(system) as asked:
        person = _whole_story(asked)
    system.stop()
    system.start()
    with asking(system) as asked:
        assert asked.get(f"/persons/{person}")["name"]["family_name"] == FAMILY
        assert len(mails_of(asked, MAILS)) == MAILS

    records = _records(system.installation.kafka)
    assert person.encode() in records
    found = [
        f"a topic: {one} as {form}"
        for one in CANARIES
        for form, sought in canary.forms(one).items()
        if sought in records
    ]
    found += canary.in_rows(system.installation.superuser, DATABASES, CANARIES)
    system.stop()
    found += canary.in_files(system.layout.data, CANARIES, past=[system.layout.data / "mail"])
    assert found == []


def _whole_story(asked: Asked) -> str:
    """All of it, up to the poison; and the positive control: who may see the canaries does, and the mail server has one."""
    story = Secretariat(asked)
    network = story.network("canary", "Canary network")
    person = _named(story, "ARG", "es", ADDRESS)
    kenyan = _named(story, "KEN", "en", KENYAN)
    story.makes_admin(kenyan, network)
    story.grows(network, "ARG", person)
    wrong = {"contact": str(uuid4()), "channel": "email", "address": MISTYPED}
    refused = asked.command(f"/enrollment/persons/{person}/record-address", wrong, str(uuid4()))
    assert (refused.status_code, MISTYPED in refused.text) == (422, False)

    poison = KafkaProducer(bootstrap_servers=asked.system.installation.kafka)
    poison.send(topic("network"), b"not an event", key=b"canary").get(10)
    poison.close()

    page = asked.get(f"/persons/{person}")
    assert page["name"] == {"given_name": GIVEN, "family_name": FAMILY, "title": TITLE}
    mails = mails_of(asked, MAILS)
    assert [mail["language"] for mail in mails if mail["to"] == ADDRESS] == ["es", "es"]
    assert {mail["language"] for mail in mails if mail["to"] == KENYAN} == {"en"}
    assert canary.in_files(asked.system.layout.data / "mail", [ADDRESS])
    return person


def _named(story: Secretariat, state: str, language: str, address: str) -> str:
    """Somebody with everything that a person can have in the people store."""
    person = story.official(state, address, language)
    at = f"/enrollment/persons/{person}"
    story.does(f"{at}/record-name", given_name=GIVEN, family_name=FAMILY, title=TITLE)
    story.does(f"{at}/record-post-details", title=POST_TITLE)
    story.does(f"{at}/record-address", contact=str(uuid4()), channel="phone", address=PHONE)
    return person


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    forms = canary.forms("Canarez-Zq2")
    for form, value in forms.items():
        (tmp_path / form).write_bytes(b"xx" + value + b"yy")
    assert {line.rpartition(" as ")[2] for line in canary.in_files(tmp_path, ["Canarez-Zq2"])} >= set(forms)
    assert json.dumps("Canarez-Zq2")[1:-1] == "Canarez-Zq2"
