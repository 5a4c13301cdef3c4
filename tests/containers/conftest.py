"""The running stack with its history. Without an engine the suite is skipped and says why; CI asks for it to fail instead."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.containers.stack import Stack, command_line, tell
from tests.support import engines
from tests.support.living import Asked

REQUIRED = "LEMKIN_ENGINE_REQUIRED"
NO_ENGINE = "no Docker engine with Compose v2 answers: `.ci/engine up` makes one"


class Contained(Asked):
    """The public API of the stack, and the command line of this checkout with its token."""

    def __init__(self, stack: Stack, token: Path) -> None:
        self.stack = stack
        self.token = token
        headers = {"Authorization": f"Bearer {token.read_text().strip()}"}
        self.http = httpx.Client(base_url=f"{stack.url}/api/v1", headers=headers, timeout=30)

    def lemkin(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return command_line(self.stack, self.token, *arguments)


@pytest.fixture(scope="session")
def engine() -> None:
    """A Docker engine with Compose answers."""
    compose = ["docker", "compose", "version"]
    if engines.engine_answers() and subprocess.run(compose, capture_output=True, check=False).returncode == 0:
        return
    if os.environ.get(REQUIRED):
        pytest.fail(NO_ENGINE)
    pytest.skip(NO_ENGINE)


@pytest.fixture(scope="session")
def stack(engine: None) -> Iterator[Stack]:
    """The whole system, up and healthy."""
    made = Stack(f"lemkin-test-{os.getpid()}")
    try:
        made.compose("--profile", "operator", "build", seconds=600)
        made.up()
        yield made
    finally:
        made.down()


@pytest.fixture(scope="session")
def living(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Contained]:
    """The stack with its history: loaded from outside, through the published port, with a token made by the operator."""
    account = stack.operator("admin", "create", "--json")
    assert account.returncode == 0, account.stderr
    made = stack.operator("token", "create", "--as", json.loads(account.stdout)["account"], "--json")
    assert made.returncode == 0, made.stderr
    token = tmp_path_factory.mktemp("token") / "token"
    token.touch(0o600)
    token.write_text(json.loads(made.stdout)["token"])
    asked = Contained(stack, token)
    loaded = asked.lemkin_json("history", "load")
    assert (loaded["rejected"], loaded["faults"]) == (0, [])
    assert loaded["created"] > 1_500
    tell(f"history: {loaded['created']} rows loaded through {stack.url}")
    yield asked
    asked.http.close()
