"""Real PostgreSQL and Kafka for tests, started once per test run and shared by all its tests.

    with postgres_server() as server, service_database(server, "network") as database:
        database.app              # postgresql://network_app@127.0.0.1:PORT/network_1f2e3d4c   (no password in it)
        database.app_password     # str;    database.app_password_file: Path
        database.migrator         # the owner; `migrator_password`, `migrator_password_file`
        database.name             # give it as `template=` to copy a database that is migrated already
    with kafka_broker() as bootstrap: ...                        # "127.0.0.1:PORT"; take topic names of your own

As pytest fixtures: `postgres` (Server), `kafka` (str), for the whole session. Chosen in this order, and printed:
the addresses in LEMKIN_TEST_POSTGRES (a superuser's URL with password) and LEMKIN_TEST_KAFKA (host:port),
a Docker engine, the embedded platform.
"""

import hashlib
import hmac
import os
import random
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import psutil
import pytest
from pydantic import BaseModel, ConfigDict, SecretStr

from deploy.embedded import databases, jars, ports, processes, secret_files
from deploy.embedded.databases import Server
from deploy.embedded.kafka import Kafka
from deploy.embedded.layout import JARS
from deploy.embedded.postgres import Postgres
from deploy.embedded.startup import Parts, start
from tests.support import engines
from tests.support.leftovers import collect

START_SECONDS = 90.0
STOP_SECONDS = 20.0
PREFIX = "lemkin-test"

Started = TypeVar("Started")

_session = ExitStack()
_given: set[int] = set()


class ServiceDatabase(BaseModel):
    """A fresh database of one service, with the roles, rights and password files it has in a real installation."""

    model_config = ConfigDict(frozen=True)

    service: str
    name: str
    app: str
    app_password: str
    app_password_file: Path
    migrator: str
    migrator_password: str
    migrator_password_file: Path


@contextmanager
def postgres_server() -> Iterator[Server]:
    """The test run's PostgreSQL server, as the superuser sees it."""
    yield _postgres()


@contextmanager
def kafka_broker() -> Iterator[str]:
    """The test run's Kafka, as host:port."""
    yield _kafka()


@contextmanager
def service_database(server: Server, service: str, template: str = "template1") -> Iterator[ServiceDatabase]:
    """A new database for `service`, a copy of `template`; dropped at the end."""
    passwords = _roles(server, service)
    name = f"{service}_{secrets.token_hex(4)}"
    databases.make_database(server, name, service, template)
    folder = temporary_folder()
    fields: dict[str, object] = {"service": service, "name": name}
    for kind, password in passwords.items():
        path = folder / service / f"{kind}.password"
        secret_files.write(path, password.encode())
        fields[kind] = f"postgresql://{service}_{kind}@{server.host}:{server.port}/{name}"
        fields |= {f"{kind}_password": password, f"{kind}_password_file": path}
    try:
        yield ServiceDatabase.model_validate(fields)
    finally:
        server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres() -> Server:
    """The test run's PostgreSQL server."""
    return _postgres()


@pytest.fixture(scope="session")
def kafka() -> str:
    """The test run's Kafka, as host:port."""
    return _kafka()


@cache
def temporary_folder() -> Path:
    """A folder of this test run, removed at its end; a later run removes it if this one is killed."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}-{os.getpid()}-"))
    for name in ("run", "logs"):
        (folder / name).mkdir()
    _session.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder


def close_platform() -> None:
    """Stop what this test run has started; called when the session ends."""
    _session.close()


@cache
def _postgres() -> Server:
    given = os.environ.get("LEMKIN_TEST_POSTGRES")
    if given:
        _tell(f"PostgreSQL: given ({urlsplit(given).hostname}:{urlsplit(given).port})")
        return _server_of(given)
    server = _contained("PostgreSQL", engines.postgres_container()) if _engine() else None
    if server is None:
        folder = temporary_folder()
        part = Postgres(folder / "postgres", folder, folder / "logs", free_port(), _tell, durable=False)
        _run(part)
        server = part.server
        _tell(f"PostgreSQL: embedded, port {part.port}")
    databases.close_shared_databases(server)
    return server


@cache
def _kafka() -> str:
    given = os.environ.get("LEMKIN_TEST_KAFKA")
    if given:
        _tell(f"Kafka: given ({given})")
        return given
    bootstrap = _contained("Kafka", engines.kafka_container(free_port())) if _engine() else None
    if bootstrap is None:
        folder = temporary_folder()
        part = Kafka(
            folder / "kafka",
            folder / "logs",
            jars.install(JARS, _tell),
            free_port(),
            free_port(),
        )
        _run(part)
        bootstrap = part.bootstrap
        _tell(f"Kafka: embedded, {bootstrap}")
    return bootstrap


def _contained(what: str, container: AbstractContextManager[Started]) -> Started | None:
    try:
        started = _session.enter_context(container)
    except Exception as error:  # noqa: BLE001  (whatever an engine raises, embedded is next)
        _tell(f"{what}: the Docker engine could not start it ({type(error).__name__}), so embedded")
    else:
        _tell(f"{what}: container, by the Docker engine")
        return started
    collect()  # the engine's client leaves its socket open when it fails
    return None


@cache
def _engine() -> bool:
    return engines.engine_answers()


def _run(part: Parts) -> None:
    child = start(part, temporary_folder() / "run", START_SECONDS)
    _session.callback(child.wait, STOP_SECONDS)
    _session.callback(child.ask_to_stop)


@cache
def _roles(server: Server, service: str) -> dict[str, str]:
    # Derived, not random: test runs that share a given server agree on the passwords of its roles.
    key = server.password.get_secret_value().encode()
    passwords = {
        kind: hmac.new(key, f"{service}_{kind}".encode(), hashlib.sha256).hexdigest() for kind in ("app", "migrator")
    }
    databases.make_roles(server, service, passwords)
    return passwords


def _server_of(url: str) -> Server:
    parts = urlsplit(url)
    password = SecretStr(unquote(parts.password or ""))
    return Server(
        host=parts.hostname or ports.LOOPBACK,
        port=parts.port or 5432,
        user=parts.username or "postgres",
        password=password,
    )


def free_port() -> int:
    """A free port below the range that the system gives to outgoing connections, at random: runs may be parallel.

    None is given twice: who asked for one may not have opened it yet.
    """
    tries = iter(lambda: random.randrange(20_000, 32_000), 0)  # noqa: S311  (no secret)
    port = next(port for port in tries if port not in _given and ports.is_free(port))
    _given.add(port)
    return port


def _sweep() -> None:
    """End and remove what killed test runs of ours have left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}-*-*"):
        owner = int(folder.name.split("-")[2])
        if folder.stat().st_uid == os.getuid() and not psutil.pid_exists(owner):
            processes.end_leftovers(folder / "run")
            shutil.rmtree(folder, ignore_errors=True)


def _tell(sentence: str) -> None:
    print(f"[platform] {sentence}", file=sys.__stderr__, flush=True)
