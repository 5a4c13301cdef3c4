"""Where everything of one installation stands below its data directory."""

import fcntl
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_DATA = ROOT / ".lemkin"
# Downloads, not data: they stand beside the packages, and stay when the data directory is removed.
JARS = ROOT / ".venv" / "lemkin" / "jars"
PACKAGES = ROOT / ".venv" / "lemkin" / "npm"
ASSETS = ROOT / ".venv" / "lemkin" / "assets"
DOCUMENTS = ROOT / ".venv" / "lemkin" / "docs"


class Layout(BaseModel):
    """Paths of the installation in `data` (absolute)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path

    @property
    def run(self) -> Path:
        """Process records, ports, state, lock."""
        return self.data / "run"

    @property
    def logs(self) -> Path:
        """One log a process: `<name>.log`."""
        return self.data / "logs"

    @property
    def secrets(self) -> Path:
        """Passwords: `<service>/app.password`, `<service>/migrator.password`, `postgres/superuser.password`."""
        return self.data / "secrets"

    @property
    def keys(self) -> Path:
        """Internal tokens: `<service>.key` (private Ed25519, PEM) and `<service>.pub`."""
        return self.data / "keys"

    @property
    def kek(self) -> Path:
        """The key-encryption key of enrollment's keystore."""
        return self.keys / "enrollment.kek"

    @property
    def client_secret(self) -> Path:
        """What the gateway shows to the development issuer; another one at each start."""
        return self.secrets / "gateway" / "client.secret"

    @property
    def postgres(self) -> Path:
        """The database cluster."""
        return self.data / "postgres"

    @property
    def kafka(self) -> Path:
        """The broker's log and settings."""
        return self.data / "kafka"

    @property
    def mail(self) -> Path:
        """Mails that were sent here: one file each."""
        return self.data / "mail"

    @property
    def ports(self) -> Path:
        """JSON object: loopback port of every part by name."""
        return self.run / "ports.json"

    @property
    def state(self) -> Path:
        """JSON object that the supervisor keeps up to date."""
        return self.run / "state.json"

    @property
    def lock(self) -> Path:
        """Held (flock) while a supervisor runs on this data."""
        return self.run / "lock"

    def password(self, service: str, kind: str) -> Path:
        """Password file of a service's role; `kind` is `app` or `migrator`."""
        return self.secrets / service / f"{kind}.password"

    def take(self) -> IO[str] | None:
        """Take this data for a supervisor: an open file that holds it until it is closed; None when it is taken."""
        file = self.lock.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
        return file

    def is_taken(self) -> bool:
        """Whether a supervisor holds this data."""
        if not self.lock.exists():
            return False
        file = self.take()
        if file:
            file.close()
        return file is None

    def make(self) -> None:
        """Make the folders, closed to everybody else."""
        for folder in (self.data, self.run, self.logs, self.secrets, self.keys):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
