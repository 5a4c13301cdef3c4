"""One compose project of a test's own: its images are built, its containers and volumes removed at the end."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy.embedded.layout import ROOT
from tests.support.platform import free_port

UP_SECONDS = 240
POLL_SECONDS = 0.2
LASTING = {"kafka", "postgres", "enrollment", "network", "notifications", "gateway"}
ONCE = {"superuser", "secrets", "databases", "migrate", "topics"}


class Stack:
    """The compose file under a project name, with the gateway on a free loopback port."""

    def __init__(self, project: str, **variables: str) -> None:
        """Nothing runs yet. `variables` are those of the compose file."""
        self.project = project
        self.port = int(variables.get("LEMKIN_PORT") or free_port())
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, "LEMKIN_PORT": str(self.port), **builder(), **variables}

    def compose(self, *arguments: str, check: bool = True, seconds: float = 300) -> subprocess.CompletedProcess[str]:
        """Run `docker compose`; with `check`, a failure shows what was said."""
        command = ["docker", "compose", "--progress", "plain", "--project-name", self.project, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False, timeout=seconds
        )
        assert not check or done.returncode == 0, f"{' '.join(arguments)}: {done.stdout[-2000:]} {done.stderr[-4000:]}"
        return done

    def up(self, *services: str) -> None:
        """Start, and return when everything is healthy or done."""
        begun = time.monotonic()
        done = self.compose("up", "--wait", "--wait-timeout", str(UP_SECONDS), *services, check=False)
        if done.returncode:
            failed = [
                name
                for name, one in self.containers().items()
                if one["State"]["ExitCode"] or health(one) == "unhealthy"
            ]
            logs = self.compose("logs", "--no-color", "--tail", "20", *failed, check=False).stdout
            raise AssertionError(f"compose up: {done.stderr[-2000:]}\n{logs[-6000:]}")

        tell(f"up --wait: {time.monotonic() - begun:.0f} s")

    def operator(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command line, in a container of its own."""
        return self.compose("run", "--rm", "--no-TTY", "operator", *arguments, check=False)

    def containers(self) -> dict[str, dict[str, Any]]:
        """What the engine says of each container, by service."""
        ids = self.compose("ps", "--all", "--quiet").stdout.split()
        found = json.loads(subprocess.run(["docker", "inspect", *ids], capture_output=True, check=True).stdout)
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in found}

    def wait(self, what: Callable[[dict[str, dict[str, Any]]], bool], seconds: float, failure: str) -> None:
        """Return when `what` holds of the containers."""
        until = time.monotonic() + seconds
        while not what(found := self.containers()):
            states = {name: (one["RestartCount"], one["State"]["Status"], health(one)) for name, one in found.items()}
            assert time.monotonic() < until, f"{failure}: {states}"
            time.sleep(POLL_SECONDS)

    def kill(self, service: str) -> None:
        """End everything in the service's container with SIGKILL, as a crash would; the engine is not told."""
        self.compose("exec", "--no-TTY", service, "bash", "-c", "kill -9 -1", check=False)

    def down(self) -> None:
        """Remove its containers, networks and volumes."""
        self.compose("--profile", "operator", "down", "--volumes", "--timeout", "25", "--remove-orphans")


def health(container: dict[str, Any]) -> str:
    """`healthy`, `starting` or `unhealthy`; empty where nothing is asked."""
    return str(container["State"].get("Health", {}).get("Status", ""))


def builder() -> dict[str, str]:
    """The engine's own builder where the client has no other."""
    has_buildx = subprocess.run(["docker", "buildx", "version"], capture_output=True, check=False).returncode == 0
    return {} if has_buildx else {"DOCKER_BUILDKIT": "0"}


def command_line(stack: Stack, token: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line of this checkout on the published port."""
    environment = {**os.environ, "LEMKIN_URL": stack.url, "LEMKIN_TOKEN_FILE": str(token), "PYTHONPATH": str(ROOT)}
    command = [str(ROOT / "lemkin"), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300)


def tell(sentence: str) -> None:
    """Say what was seen, for the record of a run."""
    print(f"[containers] {sentence}", file=sys.__stderr__, flush=True)
