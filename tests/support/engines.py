"""PostgreSQL and Kafka in containers, by testcontainers, where a Docker engine answers."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import SecretStr
from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.config import ConnectionMode, testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from deploy.embedded.databases import Server
from deploy.embedded.ports import LOOPBACK

POSTGRES_IMAGE = "postgres:18"
KAFKA_IMAGE = "apache/kafka:4.4.0"
DEFAULT_SOCKET = "unix:///var/run/docker.sock"
# The clean-up container of testcontainers wants the engine's socket; our containers end with their `with`.
testcontainers_config.ryuk_disabled = True
if os.environ.get("DOCKER_HOST", DEFAULT_SOCKET).startswith("unix://"):
    # An engine of this machine: what it publishes is on loopback, which the address of its bridge is not.
    testcontainers_config.tc_host_override = LOOPBACK
    testcontainers_config.connection_mode_override = ConnectionMode.docker_host


def engine_answers() -> bool:
    """Whether there is a Docker client with an engine behind it."""
    docker = shutil.which("docker")
    if docker is None:
        return False
    done = subprocess.run([docker, "info"], capture_output=True, check=False, timeout=30)
    return done.returncode == 0


@contextmanager
def postgres_container() -> Iterator[Server]:
    """A PostgreSQL 18 container, as the superuser sees it."""
    container = PostgresContainer(POSTGRES_IMAGE, username="postgres", password="container", dbname="postgres")
    container.with_env("POSTGRES_INITDB_ARGS", "-E UTF8 --locale=C.UTF-8")
    _publish(container, "5432", (LOOPBACK,))
    with container as running:
        host, port = (
            running.get_container_host_ip(),
            int(running.get_exposed_port(5432)),
        )
        yield Server(host=host, port=port, user="postgres", password=SecretStr("container"))


@contextmanager
def kafka_container(port: int) -> Iterator[str]:
    """A single Kafka broker in a container, published on the loopback `port`; yields its bootstrap address."""
    settings = {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://{LOOPBACK}:{port}",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
    }
    container = DockerContainer(KAFKA_IMAGE)
    _publish(container, "9092", (LOOPBACK, port))
    for name, value in settings.items():
        container.with_env(name, value)
    container.waiting_for(LogMessageWaitStrategy("Kafka Server started").with_startup_timeout(60))
    with container:
        yield f"{LOOPBACK}:{port}"


def _publish(container: DockerContainer, port: str, where: tuple[str] | tuple[str, int]) -> None:
    """On loopback alone: `with_bind_ports` knows no address, the engine's client does."""
    ports: dict[str, Any] = container.ports
    ports[port] = where
