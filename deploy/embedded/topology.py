"""What runs on one machine: who needs whom, and where each one would like to listen.

Kafka and PostgreSQL first, side by side; then topics and databases; then each service's `migrate`; then the services.
"""

import sys
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from deploy.embedded.layout import ASSETS

PARTITIONS = 8
KEYSTORE = "keystore"
"""The database of wrapped data keys, with roles of its own."""

MAIL = "mail"
"""The part that keeps mails (deploy/embedded/mail.py)."""

ISSUER = "issuer"
"""The part that signs people in (deploy/embedded/sign_in.py)."""


class Service(BaseModel):
    """A service: its name, the loopback port it would like, and what it needs. `program` is called with a role.

    `calls` are the services whose addresses it is given; `environment` are further settings, never secrets.
    With `sends_mail` it is told of the mail server that keeps mails here, unless the environment names a real one.
    With `signs_in` it is told of the development issuer.
    With `keeps_keys` it has the database KEYSTORE and the key-encryption key besides (security.md K4).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    port: int
    program: tuple[str, ...]
    has_database: bool = True
    has_topic: bool = True
    calls: tuple[str, ...] = ()
    environment: Mapping[str, str] = {}
    keeps_keys: bool = False
    sends_mail: bool = False
    signs_in: bool = False


class Topology(BaseModel):
    """The services and the ports of what they stand on; `trains_kafka` as in warm_start.py."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    services: tuple[Service, ...]
    front: str
    postgres: int = 8151
    kafka: int = 8161
    kafka_controller: int = 8162
    mail: int = 8171
    issuer: int = 8181
    first_worker: int = 8121
    trains_kafka: bool = False

    @property
    def topics(self) -> tuple[str, ...]:
        """One topic a publishing service."""
        return tuple(f"{service.name}.events" for service in self.services if service.has_topic)

    @property
    def databases(self) -> tuple[str, ...]:
        """One database a service that has one, by the service's name."""
        return tuple(service.name for service in self.services if service.has_database)

    @property
    def key_databases(self) -> tuple[str, ...]:
        """The keystore, if a service needs one: made like the others, and reached by that service alone."""
        return (KEYSTORE,) if any(service.keeps_keys for service in self.services) else ()

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is needed."""
        return any(service.sends_mail for service in self.services)

    @property
    def signs_in(self) -> bool:
        """Whether the development issuer is needed."""
        return any(service.signs_in for service in self.services)

    def wanted_ports(self, workers: int) -> dict[str, int]:
        """The port each part would like, by name, with `workers` worker processes a service beside its API."""
        wanted = {
            "postgres": self.postgres,
            "kafka": self.kafka,
            "kafka-controller": self.kafka_controller,
        }
        wanted |= {MAIL: self.mail} if self.sends_mail else {}
        wanted |= {ISSUER: self.issuer} if self.signs_in else {}
        wanted |= {service.name: service.port for service in self.services}
        extra = (worker_name(service.name, number) for service in self.services for number in range(workers))
        return wanted | dict.fromkeys(extra, self.first_worker)


def worker_name(service: str, number: int) -> str:
    """The name of a service's worker process when there are several."""
    return f"{service}-worker-{number + 1}"


def _of_lemkin(
    name: str,
    port: int,
    calls: tuple[str, ...] = (),
    *,
    keeps_keys: bool = False,
    sends_mail: bool = False,
    signs_in: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Service:
    # -P: the working directory must not shadow our folders.
    return Service(
        name=name,
        port=port,
        program=(sys.executable, "-P", "-m", f"services.{name}"),
        calls=calls,
        keeps_keys=keeps_keys,
        sends_mail=sends_mail,
        signs_in=signs_in,
        environment=environment or {},
    )


LEMKIN = Topology(
    services=(
        _of_lemkin("enrollment", 8101, keeps_keys=True),
        _of_lemkin("network", 8102),
        _of_lemkin("notifications", 8103, calls=("enrollment",), sends_mail=True),
        _of_lemkin(
            "gateway",
            8080,
            calls=("enrollment", "network", "notifications"),
            signs_in=True,
            environment={"LEMKIN_ASSETS": str(ASSETS)},
        ),
    ),
    front="gateway",
    trains_kafka=True,
)


def on_port(topology: Topology, port: int) -> Topology:
    """The same topology with its front on `port`."""
    services = tuple(
        service.model_copy(update={"port": port}) if service.name == topology.front else service
        for service in topology.services
    )
    return topology.model_copy(update={"services": services})
