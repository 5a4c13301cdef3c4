"""The mail server of one machine as a part that is kept alive (deploy/embedded/mail_sink.py is what runs)."""

import socket
import sys

from deploy.embedded.layout import ROOT, Layout
from deploy.embedded.ports import LOOPBACK
from deploy.embedded.processes import INFRASTRUCTURE, Command, minimal_environment
from deploy.embedded.topology import MAIL

ASK_SECONDS = 2.0


class MailSink:
    """Keeps mails in `layout.mail`."""

    def __init__(self, layout: Layout, port: int) -> None:
        """Nothing is touched yet."""
        self._layout = layout
        self._port = port

    def prepare(self) -> Command:
        """Make its folder, closed to everybody else; returns how to start it."""
        self._layout.mail.mkdir(mode=0o700, exist_ok=True)
        program = (sys.executable, "-P", "-m", "deploy.embedded.mail_sink")
        return Command(
            name=MAIL,
            argv=(*program, str(self._port), str(self._layout.mail)),
            environment=minimal_environment() | {"PYTHONPATH": str(ROOT)},
            log=self._layout.logs / f"{MAIL}.log",
            directory=ROOT,
            tier=INFRASTRUCTURE,
        )

    def is_ready(self, pid: int) -> bool:
        """Whether it greets. `pid` is not needed: the port is its own."""
        try:
            with socket.create_connection((LOOPBACK, self._port), ASK_SECONDS) as connection:
                return pid > 0 and connection.recv(4) == b"220 "
        except OSError:
            return False
