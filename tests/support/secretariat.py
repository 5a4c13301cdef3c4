"""The secretariat at work on a running system: people with addresses, networks that grow, and the mails that come of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
import stamina

from tests.support.living import Asked
from tests.support.system import System


class Secretariat:
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

    def official(self, state: str, address: str, language: str | None = None) -> str:
        """Somebody with a verified address, who may have chosen a language."""
        person = str(self.does("/enrollment/persons", state=state, sector="justice", level="senior")["id"])
        at = f"/enrollment/persons/{person}"
        if language is not None:
            self.does(f"{at}/choose-language", language=language)
        contact = str(uuid4())
        self.does(f"{at}/record-address", contact=contact, channel="email", address=address)
        self.does(f"/notifications/contact-points/{contact}/verify")
        return person

    def network(self, slug: str, name: str) -> str:
        """A network that states can accede to."""
        network = str(self.does("/network/networks", slug=slug, name=name)["id"])
        self.does(f"/network/networks/{network}/start-development")
        self.does(f"/network/networks/{network}/set-accession-rule", rule="participation-and-promise")
        self.does(f"/network/networks/{network}/launch")
        return network

    def makes_admin(self, person: str, network: str) -> None:
        """An account for that person."""
        admin = {"role": "regional_admin", "networks": [network], "account": str(uuid4()), "person": person}
        self.does("/gateway/access-grants", **admin)

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


@contextmanager
def asking(system: System) -> Iterator[Asked]:
    """The public API with the secretariat's token."""
    asked = Asked(system, system.installation.token_file.read_text("utf-8"))
    with asked.http:
        yield asked


@stamina.retry(on=AssertionError, attempts=None, timeout=60, wait_initial=0.2, wait_max=0.5)
def mails_of(asked: Asked, count: int) -> list[dict[str, str]]:
    """What the mail server keeps, once there are as many."""
    mails: list[dict[str, str]] = asked.lemkin_json("mail")["mails"]
    assert len(mails) >= count, [mail["subject"] for mail in mails]
    return mails


@stamina.retry(on=AssertionError, attempts=None, timeout=60, wait_initial=0.2, wait_max=0.5)
def quiet(asked: Asked) -> None:
    """Every event has arrived everywhere, and no message waits to be sent."""
    told = asked.get("/health")
    assert told["lag"], told
    assert {lag.get("events_behind") for lag in told["lag"].values()} == {0}, told
    waiting = [*asked.all("/dispatches", status="requested"), *asked.all("/dispatches", status="approved")]
    assert waiting == []
