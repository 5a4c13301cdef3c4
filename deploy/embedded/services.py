"""How a service process is started: its environment, and when it counts as ready. Secrets are named as files only."""

import http.client
import json
import os
from collections.abc import Mapping

from deploy.embedded.layout import ROOT, Layout
from deploy.embedded.ports import LOOPBACK
from deploy.embedded.processes import Command, minimal_environment
from deploy.embedded.topology import ISSUER, KEYSTORE, MAIL, PARTITIONS, Service

ASK_SECONDS = 2.0
REAL_ISSUER = ("LEMKIN_ISSUER", "LEMKIN_CLIENT", "LEMKIN_CLIENT_SECRET_FILE", "LEMKIN_SITE")


class ServiceProcess:
    """One process of a service in a role (`all`, `api`, `worker`) under its own name and port."""

    def __init__(
        self,
        service: Service,
        role: str,
        name: str,
        layout: Layout,
        ports: Mapping[str, int],
    ) -> None:
        """`ports` holds the chosen port of every part, this process's own under `name`."""
        self.port = ports[name]
        self._service = service
        self._role = role
        self._name = name
        self._layout = layout
        self._ports = ports

    def prepare(self) -> Command:
        """How to start it."""
        return Command(
            name=self._name,
            argv=(*self._service.program, self._role),
            environment=self._environment(),
            log=self._layout.logs / f"{self._name}.log",
            directory=ROOT,
        )

    def is_ready(self, pid: int) -> bool:
        """Whether it answers `/readyz` with 200. `pid` is not needed: the port is its own."""
        return pid > 0 and readiness(self.port) == http.HTTPStatus.OK

    def _environment(self) -> dict[str, str]:
        service, layout, ports = self._service.name, self._layout, self._ports
        environment = minimal_environment() | {
            "PYTHONPATH": str(ROOT),
            "LEMKIN_HTTP": f"{LOOPBACK}:{self.port}",
            "LEMKIN_KAFKA": f"{LOOPBACK}:{ports['kafka']}",
            "LEMKIN_PARTITIONS": str(PARTITIONS),
            "LEMKIN_KEYS": str(layout.keys),
        }
        if self._service.has_database:
            environment |= {
                "LEMKIN_DATABASE": database_url(service, "app", ports["postgres"]),
                "LEMKIN_DATABASE_PASSWORD_FILE": str(layout.password(service, "app")),
            }
            if self._role == "migrate":
                environment |= {
                    "LEMKIN_MIGRATOR": database_url(service, "migrator", ports["postgres"]),
                    "LEMKIN_MIGRATOR_PASSWORD_FILE": str(layout.password(service, "migrator")),
                }
        if self._service.keeps_keys:
            environment |= self._keystore("migrator" if self._role == "migrate" else "app")
        if self._service.calls:
            addresses = {name: f"http://{LOOPBACK}:{ports[name]}" for name in self._service.calls}
            environment["LEMKIN_SERVICES"] = json.dumps(addresses)
        if self._service.sends_mail:
            environment |= self._mail()
        if self._service.signs_in:
            environment |= self._sign_in()
        return environment | dict(self._service.environment)

    def _mail(self) -> dict[str, str]:
        """Where mails go and what their links begin with: as the environment says, else all of it is here."""
        here = {"host": LOOPBACK, "port": self._ports[MAIL]}
        site = f"http://{LOOPBACK}:{self._ports['gateway']}"
        return {
            "LEMKIN_SMTP": os.environ.get("LEMKIN_SMTP") or json.dumps(here),
            "LEMKIN_SITE": os.environ.get("LEMKIN_SITE") or site,
        }

    def _sign_in(self) -> dict[str, str]:
        """Who signs people in, and where they come back to: as the environment says, else the development issuer."""
        site = {"LEMKIN_SITE": f"http://{LOOPBACK}:{self._ports['gateway']}"}
        if names_issuer():
            return site | {name: os.environ[name] for name in REAL_ISSUER if name in os.environ}
        return {
            **site,
            "LEMKIN_ISSUER": issuer_url(self._ports[ISSUER]),
            "LEMKIN_CLIENT_SECRET_FILE": str(self._layout.client_secret),
            "LEMKIN_DEMO": "true",
        }

    def _keystore(self, kind: str) -> dict[str, str]:
        """The keystore as its owner or as the service, which alone is told where the key-encryption key is."""
        prefix = "LEMKIN_KEYSTORE_MIGRATOR" if kind == "migrator" else "LEMKIN_KEYSTORE"
        password = str(self._layout.password(KEYSTORE, kind))
        where = {prefix: database_url(KEYSTORE, kind, self._ports["postgres"]), f"{prefix}_PASSWORD_FILE": password}
        return where if kind == "migrator" else {**where, "LEMKIN_KEK": str(self._layout.kek)}


def database_url(service: str, kind: str, port: int, host: str = LOOPBACK) -> str:
    """Where a role of a service (`app` or `migrator`) finds its database; the password is not in it."""
    return f"postgresql://{service}_{kind}@{host}:{port}/{service}"


def names_issuer() -> bool:
    """Whether the environment names a sign-in issuer, so that the development issuer is not needed."""
    return bool(os.environ.get("LEMKIN_ISSUER"))


def issuer_url(port: int) -> str:
    """What the development issuer calls itself."""
    return f"http://{LOOPBACK}:{port}"


def readiness(port: int, path: str = "/readyz") -> int:
    """The HTTP status that the process on the loopback port gives for `path`, 0 when it does not answer."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=ASK_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
