"""What an operator can do on a running system: see what was set aside, replay it, and know that all is as the journals say."""

import subprocess
from typing import Any
from uuid import uuid4

import httpx
import stamina
from kafka import KafkaProducer

from tests.support.living import Asked
from tests.support.poison import GATEWAY, unwritable


def _network(living: Asked, slug: str) -> str:
    answer = living.command("/network/networks", {"slug": slug, "name": "A network"}, str(uuid4()))
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["id"]
    return id


def _letters(living: Asked) -> list[dict[str, Any]]:
    letters: list[dict[str, Any]] = living.lemkin_json("dlq", "list")["items"]
    return letters


@stamina.retry(on=AssertionError, attempts=None, timeout=30, wait_initial=0.1, wait_max=0.3)
def _shown(living: Asked, slug: str) -> dict[str, Any]:
    return living.get(f"/networks/{slug}")


@stamina.retry(on=AssertionError, attempts=None, timeout=30, wait_initial=0.2, wait_max=0.5)
def _dead_of(living: Asked, aggregate: str | None) -> dict[str, Any]:
    found = [letter for letter in _letters(living) if letter["aggregate"] == aggregate]
    assert found
    return found[0]


def test_poison_stops_one_key_and_redrive_heals_it(living: Asked) -> None:
    sick, well = f"s{uuid4().hex[:8]}", f"w{uuid4().hex[:8]}"
    with unwritable(living, sick):
        id = _network(living, sick)
        living.command(f"/network/networks/{id}/start-development", {}, str(uuid4()))
        letter = _dead_of(living, id)
        _network(living, well)
        assert _shown(living, well)["status"] == "conceived"
        assert living.http.get(f"/networks/{sick}").status_code == 404
        still = living.lemkin("dlq", "redrive", letter["id"], "--dry-run")
        assert still.returncode == 1, still.stdout
    assert living.lemkin("dlq", "redrive", letter["id"], "--dry-run").returncode == 0
    assert living.http.get(f"/networks/{sick}").status_code == 404
    assert living.lemkin("dlq", "redrive", letter["id"]).returncode == 0
    assert _shown(living, sick)["status"] == "under_development"
    assert letter["id"] not in {one["id"] for one in _letters(living)}


def test_bytes_that_are_no_event_hinder_nobody_and_are_discarded_for_good(living: Asked) -> None:
    before = {letter["id"] for letter in _letters(living)}
    producer = KafkaProducer(bootstrap_servers=living.system.installation.kafka)
    producer.send("network.events", key=b"nobody", value=b"\x00\xff not an event").get(timeout=20)
    producer.close()
    _dead_of(living, None)
    slug = f"n{uuid4().hex[:8]}"
    _network(living, slug)
    assert _shown(living, slug)["status"] == "conceived"
    poison = [letter for letter in _letters(living) if letter["id"] not in before]
    assert {letter["reason"] for letter in poison} == {"poison"}
    for letter in poison:
        assert living.lemkin("dlq", "discard", letter["id"], "--why", "not-ours").returncode == 0
    assert {letter["id"] for letter in _letters(living)} == before


def test_rebuilt_views_are_the_same_and_everything_is_as_the_journals_say(living: Asked) -> None:
    before = living.get("/overview", as_of="2013-07-31")
    path = "/facts/network/" + living.get("/networks/latin-america")["id"] + "/history"
    history = living.all(path)
    assert living.lemkin("rebuild", "views").returncode == 0

    # The gateway is started again to read everything: for a moment nobody answers.
    @stamina.retry(on=(AssertionError, httpx.TransportError), attempts=None, timeout=90, wait_initial=0.2, wait_max=1)
    def settled() -> None:
        health = living.get("/health")
        assert health["lag"][GATEWAY]["events_behind"] == 0
        assert living.get("/overview", as_of="2013-07-31")["alumni"] == before["alumni"]

    settled()
    after = living.get("/overview", as_of="2013-07-31")
    assert {**after, "known_at": "", "data_as_of": ""} == {**before, "known_at": "", "data_as_of": ""}
    assert living.all(path) == history
    verified = living.lemkin("verify")
    assert verified.returncode == 0, verified.stdout


@stamina.retry(on=AssertionError, attempts=None, timeout=60, wait_initial=0.5, wait_max=1)
def _well(living: Asked) -> subprocess.CompletedProcess[str]:
    """A part that was started again shows as well once it is ready."""
    told = living.lemkin("status")
    assert told.returncode == 0, told.stdout
    return told


def test_lag_and_status_tell_that_nothing_is_behind(living: Asked) -> None:
    assert _well(living).returncode == 0
    lag = living.lemkin("lag")
    assert lag.returncode == 0, lag.stdout
