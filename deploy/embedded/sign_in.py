"""The development issuer as a part that is kept alive (deploy/embedded/issuer.py is what runs)."""

import os
import secrets
import sys

from deploy.embedded import secret_files
from deploy.embedded.layout import ROOT, Layout
from deploy.embedded.ports import LOOPBACK
from deploy.embedded.processes import INFRASTRUCTURE, Command, minimal_environment
from deploy.embedded.services import readiness
from deploy.embedded.topology import ISSUER

TOLD = ("LEMKIN_PRODUCTION", "LEMKIN_MODE", "LEMKIN_SITE")
"""What makes it refuse to run."""


def fresh_secret(layout: Layout) -> None:
    """A new secret between issuer and gateway, for this start alone."""
    secret_files.write(layout.client_secret, secrets.token_urlsafe(32).encode())


class SignInIssuer:
    """Signs people in to the site on `site_port`."""

    def __init__(self, layout: Layout, port: int, site_port: int) -> None:
        """Nothing is touched yet."""
        self._layout, self._port, self._site = layout, port, f"http://{LOOPBACK}:{site_port}"

    def prepare(self) -> Command:
        """How to start it."""
        program = (sys.executable, "-P", "-m", "deploy.embedded.issuer")
        told = {name: os.environ[name] for name in TOLD if name in os.environ}
        return Command(
            name=ISSUER,
            argv=(*program, str(self._port), str(self._layout.client_secret), self._site),
            environment=minimal_environment() | told | {"PYTHONPATH": str(ROOT)},
            log=self._layout.logs / f"{ISSUER}.log",
            directory=ROOT,
            tier=INFRASTRUCTURE,
        )

    def is_ready(self, pid: int) -> bool:
        """Whether it tells about itself. `pid` is not needed: the port is its own."""
        return pid > 0 and readiness(self._port, "/.well-known/openid-configuration") == 200
