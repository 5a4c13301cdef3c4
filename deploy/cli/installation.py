"""How the other commands find a running installation: addresses, databases, secrets.

Another installation than the embedded one (compose, cluster) is named by LEMKIN_URL, LEMKIN_KAFKA, LEMKIN_POSTGRES
(host:port) and LEMKIN_TOKEN_FILE in the environment; LEMKIN_DATA is then the folder with its keys and passwords.
"""

import json
import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr

from deploy.embedded import processes, secret_files, state
from deploy.embedded.databases import Server
from deploy.embedded.failures import SERVICE_DOWN, StartFailure
from deploy.embedded.layout import DEFAULT_DATA, Layout
from deploy.embedded.ports import LOOPBACK
from deploy.embedded.postgres import SUPERUSER
from deploy.embedded.services import database_url
from deploy.embedded.topology import LEMKIN

TOKEN = "token"  # noqa: S105 - a file name


class Installation(BaseModel):
    """A running installation: its folders, the ports of its parts by name, and where its database server is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    layout: Layout
    ports: dict[str, int]
    front: str
    host: str = LOOPBACK

    @property
    def url(self) -> str:
        """Base address of the gateway."""
        return os.environ.get("LEMKIN_URL") or self.service(self.front)

    @property
    def kafka(self) -> str:
        """Bootstrap address."""
        return os.environ.get("LEMKIN_KAFKA") or f"{LOOPBACK}:{self.ports['kafka']}"

    @property
    def token_file(self) -> Path:
        """The file with the API token that the command line uses."""
        given = os.environ.get("LEMKIN_TOKEN_FILE")
        return Path(given) if given else self.layout.secrets / "cli" / TOKEN

    @property
    def superuser(self) -> Server:
        """The database server, for what only its superuser may do."""
        password = SecretStr(secret_files.password(self.layout.secrets / SUPERUSER / "superuser.password"))
        return Server(host=LOOPBACK, port=self.ports["postgres"], user=SUPERUSER, password=password)

    def service(self, name: str) -> str:
        """Base address of a service; raises StartFailure for a name that is none."""
        if name not in self.ports:
            raise StartFailure(f"no service is called {name}", f"there are: {', '.join(sorted(self.ports))}", 2)
        return f"http://{LOOPBACK}:{self.ports[name]}"

    def database(self, service: str, kind: str = "app") -> tuple[str, str]:
        """Address and password of a service's database for a role (`app` or `migrator`)."""
        url = database_url(service, kind, self.ports["postgres"], self.host)
        return url, secret_files.password(self.layout.password(service, kind))


def layout(data: Path | None) -> Layout:
    """The folders of the installation in `data` (default: `.lemkin` beside the launcher)."""
    return Layout(data=(data or DEFAULT_DATA).absolute())


def running(data: Path | None) -> Installation:
    """The running installation in `data`; raises StartFailure (69) when none runs."""
    folders = layout(data)
    if given := os.environ.get("LEMKIN_POSTGRES"):
        host, _, port = given.rpartition(":")
        return Installation(layout=folders, ports={"postgres": int(port)}, front=LEMKIN.front, host=host)
    now = state.read(folders.state)
    if now is None or now.process() is None:
        left = [record.name for record in processes.records(folders.run) if record.process()]
        if left:
            message = f"the supervisor of {folders.data} was killed and has left {', '.join(left)}"
            raise StartFailure(message, "`lemkin up` or `lemkin down` ends them", SERVICE_DOWN)
        raise StartFailure(f"nothing runs on {folders.data}", "start it with `lemkin up`", SERVICE_DOWN)
    ports = json.loads(folders.ports.read_text("utf-8"))
    return Installation(layout=folders, ports=ports, front=now.front)


SERVICES = tuple(service.name for service in LEMKIN.services)
