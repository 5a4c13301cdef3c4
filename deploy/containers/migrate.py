"""Brings every database to this release, one service after the other: `python -m deploy.containers.migrate`."""

import os
import subprocess
import sys
from pathlib import Path

from deploy.embedded.layout import Layout
from deploy.embedded.processes import minimal_environment
from deploy.embedded.services import database_url
from deploy.embedded.topology import KEYSTORE, LEMKIN, Service

SECONDS = 300.0


def main(data: Path, server: str) -> int:
    """Migrate on the database `server` (host:port) with the passwords in `data`; returns the first failure's exit code."""
    layout = Layout(data=data)
    for service in LEMKIN.services:
        done = subprocess.run(
            (*service.program, "migrate"), env=_environment(service, layout, server), check=False, timeout=SECONDS
        )
        if done.returncode:
            print(f"migrate: {service.name} ended with code {done.returncode}; its reason is above", file=sys.stderr)
            return done.returncode
        print(f"migrate: {service.name} is of this release", flush=True)
    return 0


def _environment(service: Service, layout: Layout, server: str) -> dict[str, str]:
    host, _, port = server.rpartition(":")
    environment = minimal_environment() | {"PYTHONPATH": os.environ["PYTHONPATH"], "LEMKIN_MODE": "container"}
    wanted = [(service.name, "app", "LEMKIN_DATABASE"), (service.name, "migrator", "LEMKIN_MIGRATOR")]
    if service.keeps_keys:
        wanted.append((KEYSTORE, "migrator", "LEMKIN_KEYSTORE_MIGRATOR"))
    for database, kind, variable in wanted:
        environment[variable] = database_url(database, kind, int(port), host)
        environment[f"{variable}_PASSWORD_FILE"] = str(layout.password(database, kind))
    return environment | dict(service.environment)


if __name__ == "__main__":
    sys.exit(main(Path(os.environ["LEMKIN_DATA"]), os.environ["LEMKIN_POSTGRES"]))
