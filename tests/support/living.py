"""The living system with the documented history, started once for all tests that only ask it, and a client of its API."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from deploy.assets.build import build
from deploy.cli.report import say
from deploy.embedded.layout import ASSETS, ROOT
from tests.support.system import System, running_system


class Asked:
    """The public API as a signed-in caller sees it."""

    def __init__(self, system: System, token: str) -> None:
        self.system = system
        self.http = httpx.Client(
            base_url=f"{system.installation.url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=30
        )

    def get(self, path: str, **parameters: str) -> dict[str, Any]:
        response = self.http.get(path, params=parameters)
        assert response.status_code == 200, (path, response.status_code, response.text)
        answer: dict[str, Any] = response.json()
        return answer

    def all(self, path: str, **parameters: str) -> list[dict[str, Any]]:
        answer = self.get(path, **parameters)
        items = list(answer["items"])
        while answer["next"]:
            answer = self.get(path, **parameters, cursor=answer["next"])
            items += answer["items"]
        assert len(items) == answer["total"]
        return items

    def command(self, path: str, body: dict[str, Any], key: str, version: int | None = None) -> httpx.Response:
        headers = {"Idempotency-Key": key, **({"If-Match": f'"{version}"'} if version is not None else {})}
        return self.http.post(path, json=body, headers=headers)

    def lemkin(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command line on this installation."""
        command = [sys.executable, "-m", "deploy.cli", *arguments, "--data", str(self.system.layout.data)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)

    def lemkin_json(self, *arguments: str) -> Any:
        done = self.lemkin(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def living() -> Iterator[Asked]:
    """The running system with its history, and the secretariat's token; its pages have scripts, as `lemkin up` gives them."""
    build(ASSETS, say)
    with running_system(load="history") as system:
        token = system.installation.token_file.read_text("utf-8")
        asked = Asked(system, token)
        yield asked
        asked.http.close()
