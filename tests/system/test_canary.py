"""A person's name, address and title: told to those who may see them, and nowhere else at rest or on the way (sec-S8, S10).

The whole scenario on a system of its own: a network grows, mails go out, a record is poison, everything is started again.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import stamina
from kafka import KafkaConsumer, KafkaProducer

from shared.contracts.topics import SERVICES, topic
from tests.support import canary
from tests.support.living import Asked
from tests.support.system import System, running_system

GIVEN, FAMILY, TITLE = "Canaryna-Zq1", "Canarez-Zq2", "Canary-Rank-Zq3"
POST_TITLE, ADDRESS, PHONE = "Canary-Desk-Zq4", "canary-zq5@example.org", "+5491144445566"
MISTYPED = "canary-zq6-without-an-at"
CANARIES = (GIVEN, FAMILY, TITLE, POST_TITLE, ADDRESS, PHONE, MISTYPED)
DATABASES = (*SERVICES, "keystore")
KENYAN = "clerk-zq7@example.org"
MAILS = 5
"""Argentina's accession and seat and initiative to the admin, seat and initiative to the focal point."""


class Story:
    """Commands of the secretariat; tried again while a service has not heard of something yet."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    @stamina.retry(on=AssertionError, attempts=None, timeout=30, wait_initial=0.05, wait_max=0.3)
    def does(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self._asked.command(path, body, str(uuid4()))
        told: dict[str, Any] = answer.json()
        assert told.get("code") not in {"not-known-here-yet", "not-found"}, (path, told)
        if answer.status_code not in {200, 201}:
            pytest.fail(f"{path}: {answer.status_code} {told}")
        return told

    def official(self, state: str, language: str, address: str) -> str:
        """Somebody with name, post, language and a verified address."""
        person = str(self.does("/enrollment/persons", state=state, sector="justice", level="senior")["id"])
        at = f"/enrollment/persons/{person}"
        self.does(f"{at}/record-name", given_name=GIVEN, family_name=FAMILY, title=TITLE)
        self.does(f"{at}/record-post-details", title=POST_TITLE)
        self.does(f"{at}/choose-language", language=language)
        contact = str(uuid4())
        self.does(f"{at}/record-address", contact=contact, channel="email", address=address)
        self.does(f"{at}/record-address", contact=str(uuid4()), channel="phone", address=PHONE)
        self.does(f"/notifications/contact-points/{contact}/verify")
        return person

    def network(self) -> str:
        network = str(self.does("/network/networks", slug="canary", name="Canary network")["id"])
        self.does(f"/network/networks/{network}/start-development")
        self.does(f"/network/networks/{network}/set-accession-rule", rule="participation-and-promise")
        self.does(f"/network/networks/{network}/launch")
        return network

    def grows(self, network: str, state: str, focal_point: str) -> None:
        """The state accedes, its seat is filled, an initiative is proposed."""
        pair = {"network": network, "state": state}
        member = self.does("/network/memberships", **pair)["id"]
        self.does(f"/network/memberships/{member}/declare-intent")
        self.does(f"/network/memberships/{member}/accede")
        letter = self.does(
            "/network/sources", title="Letter", address="archive 7", date="2026-01-02", occurred_on="2026-01-02"
        )["id"]
        self.does("/network/seats/designate", **pair, kind="national", person=focal_point, letter=letter)
        wish = {"kind": "training", "title": "Course", "proposer_kind": "focal-point", "proposer": focal_point}
        self.does("/network/initiatives", **pair, **wish)


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with running_system(load="register") as started:
        yield started


@contextmanager
def _asked(system: System) -> Iterator[Asked]:
    asked = Asked(system, system.installation.token_file.read_text("utf-8"))
    with asked.http:
        yield asked


@stamina.retry(on=AssertionError, attempts=None, timeout=60, wait_initial=0.2, wait_max=0.5)
def _mails(asked: Asked, count: int) -> list[dict[str, str]]:
    mails: list[dict[str, str]] = asked.lemkin_json("mail")["mails"]
    assert len(mails) >= count, [mail["subject"] for mail in mails]
    return mails


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
    with _asked(system) as asked:
        person = _whole_story(asked)
    system.stop()
    system.start()
    with _asked(system) as asked:
        assert asked.get(f"/persons/{person}")["name"]["family_name"] == FAMILY
        assert len(_mails(asked, MAILS)) == MAILS

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
    story = Story(asked)
    network = story.network()
    person = story.official("ARG", "es", ADDRESS)
    kenyan = story.official("KEN", "en", KENYAN)
    admin = {"role": "regional_admin", "networks": [network], "account": str(uuid4()), "person": kenyan}
    story.does("/gateway/access-grants", **admin)
    story.grows(network, "ARG", person)
    wrong = {"contact": str(uuid4()), "channel": "email", "address": MISTYPED}
    refused = asked.command(f"/enrollment/persons/{person}/record-address", wrong, str(uuid4()))
    assert (refused.status_code, MISTYPED in refused.text) == (422, False)

    poison = KafkaProducer(bootstrap_servers=asked.system.installation.kafka)
    poison.send(topic("network"), b"not an event", key=b"canary").get(10)
    poison.close()

    page = asked.get(f"/persons/{person}")
    assert page["name"] == {"given_name": GIVEN, "family_name": FAMILY, "title": TITLE}
    mails = _mails(asked, MAILS)
    assert [mail["language"] for mail in mails if mail["to"] == ADDRESS] == ["es", "es"]
    assert {mail["language"] for mail in mails if mail["to"] == KENYAN} == {"en"}
    assert canary.in_files(asked.system.layout.data / "mail", [ADDRESS])
    return person


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    forms = canary.forms("Canarez-Zq2")
    for form, value in forms.items():
        (tmp_path / form).write_bytes(b"xx" + value + b"yy")
    assert {line.rpartition(" as ")[2] for line in canary.in_files(tmp_path, ["Canarez-Zq2"])} >= set(forms)
    assert json.dumps("Canarez-Zq2")[1:-1] == "Canarez-Zq2"
