"""G14, sec-S8, sec-S10, L1, L2 on a running system: where it listens, who can read what it writes, what its logs, metrics and
stores keep of what callers send.
"""

import json
import stat
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil
import pytest

from services.gateway.entrypoints.serve import frozen
from tests.support.system import System, running_system

PUBLIC = "zq1-publictext-1qz"
"""Sent where a title or a name may stand: it may rest in the stores, and proves that the search finds what is there."""
REFUSED = "zq2-Brzeczyszczykiewicz-2qz"
"""Sent wherever a caller can send anything else: in codes, ids, dates, unknown fields, headers, paths, parameters."""
TITLES = {"name", "title", "address", "text", "names", "place", "page"}


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    """With the register of states, after everything was sent to it."""
    with running_system(load="register") as running:
        scenario(running)
        yield running


def scenario(system: System) -> None:
    """Every operation of the public face, called with marks in each place that a caller can fill."""
    url, token = system.installation.url, system.installation.token_file.read_text().strip()
    signed = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{url}/api/v1", timeout=30, trust_env=False) as client:
        body = {"kind": "office", "name": PUBLIC, "state": "ARG", "occurred_on": "2012-01-01"}
        made = client.post("/network/bodies", json=body, headers={**signed, "Idempotency-Key": REFUSED})
        assert made.status_code == 201, made.text
        for service, document in frozen().items():
            for path, operations in document["paths"].items():
                for bad in _bodies(operations["post"], document):
                    given = path.replace("{id}", str(uuid4()))
                    headers = {**signed, **_headers(), "Idempotency-Key": uuid4().hex}
                    client.post(f"/{service}{given}", json=bad, headers=headers)
        for path in (
            "/overview",
            "/states",
            "/alumni",
            f"/states/{REFUSED}",
            f"/{REFUSED}",
            f"/facts/{REFUSED}/{REFUSED}/history",
        ):
            client.get(
                path, params={"state": REFUSED, "as_of": REFUSED, "cursor": REFUSED}, headers={**signed, **_headers()}
            )
        client.post(f"/network/{REFUSED}", content=REFUSED, headers={**signed, **_headers()})
        client.get("/overview", headers={**_headers(), "Authorization": f"Bearer {REFUSED}"})


def _headers() -> dict[str, str]:
    names = (
        "User-Agent",
        "Referer",
        "X-Correlation-Id",
        "X-Request-Id",
        "Traceparent",
        "Accept-Language",
        "X-Forwarded-For",
    )
    return dict.fromkeys(names, REFUSED)


def _bodies(operation: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A body with the mark in every field, one with it under a name of its own, and one in each field alone."""
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    fields = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["properties"]
    yield dict.fromkeys(fields, REFUSED)
    yield {REFUSED: REFUSED}
    for name in fields:
        yield {name: PUBLIC if name in TITLES else REFUSED}


def _processes(system: System) -> list[psutil.Process]:
    assert system.process is not None
    supervisor = psutil.Process(system.process.pid)
    return [supervisor, *supervisor.children(recursive=True)]


def test_every_listener_is_on_loopback(system: System) -> None:
    listening = {
        (place.laddr.ip, place.laddr.port)
        for process in _processes(system)
        for place in process.net_connections(kind="inet")
        if place.status == psutil.CONN_LISTEN or (place.type.name == "SOCK_DGRAM" and not place.raddr)
    }
    ports = {port for _, port in listening}
    assert set(system.installation.ports.values()) - {system.installation.ports.get("first_worker")} <= ports
    assert [place for place in listening if not ip_address(place[0].removeprefix("::ffff:")).is_loopback] == []


def test_logs_and_metrics_keep_nothing_of_what_callers_send(system: System) -> None:
    logs = [path for path in system.layout.logs.rglob("*") if path.is_file()]
    assert {path.stem for path in logs} >= {"gateway", "network", "enrollment", "postgres", "kafka"}
    found = [
        f"{path.name}: {mark}" for path in [*logs, system.output] for mark in (PUBLIC, REFUSED) if _holds(path, mark)
    ]
    assert found == []
    for name in ("gateway", "network", "enrollment", "notifications"):
        metrics = httpx.get(f"{system.installation.service(name)}/metrics", trust_env=False).text
        assert "lemkin_" in metrics
        assert PUBLIC not in metrics
        assert REFUSED not in metrics


def test_neither_bus_nor_stores_keep_what_was_refused(system: System) -> None:
    for folder in (system.layout.kafka, system.layout.postgres):
        assert [*_files(folder, REFUSED)] == []
        assert [*_files(folder, PUBLIC)], f"the search finds nothing in {folder.name}: it proves nothing"


def test_what_the_installation_writes_is_for_its_own_eyes(system: System) -> None:
    loose = [
        str(path.relative_to(system.layout.data))
        for folder in (system.layout.secrets, system.layout.keys)
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pub" and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert loose == []


def test_no_process_is_told_a_secret_by_its_environment_or_arguments(system: System) -> None:
    secrets = {
        path.read_text("utf-8", errors="replace").strip()
        for folder in (system.layout.secrets, system.layout.keys)
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pub"
    }
    assert len(secrets) > 8
    for process in _processes(system):
        told = json.dumps([process.cmdline(), process.environ()])
        assert not [secret for secret in secrets if secret and secret in told], process.name()


def _files(folder: Path, mark: str) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file() and _holds(path, mark))


def _holds(path: Path, mark: str) -> bool:
    """Whether the bytes of a file hold the mark, as text of one or two bytes a letter."""
    try:
        content = path.read_bytes().lower()
    except FileNotFoundError:  # a log segment or a table that was taken away meanwhile
        return False
    return any(mark.lower().encode(encoding) in content for encoding in ("utf-8", "utf-16-le"))
