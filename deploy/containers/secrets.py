"""Makes what is missing of keys and passwords, and hands each service its own: `python -m deploy.containers.secrets`.

The installation's folder (deploy/embedded/layout.py) holds all of them for the operator; a service's volume holds its
password, its private key and the public keys of all; enrollment's the keystore's password and key-encryption key besides. The
database server's volume holds the statements that make roles and databases, with verifiers instead of passwords, for `psql`.
"""

import os
from pathlib import Path

from pydantic import Field, SecretStr

from deploy.embedded import databases, keys, secret_files
from deploy.embedded.databases import Server
from deploy.embedded.layout import Layout
from deploy.embedded.topology import KEYSTORE, LEMKIN

DATA = Path("/var/lib/lemkin")
HANDED = Path("/handed")
STATEMENTS = "databases.sql"
RELAY = "smtp.password"
"""The mail server's password, which an operator puts among the secrets of notifications; the sign-in issuer's among those of
the gateway."""


class Script(Server):
    """A server whose statements are only written down, in the language of `psql`."""

    lines: list[str] = Field(default_factory=list)

    def run(self, sql: str, database: str = "postgres") -> list[str]:
        """Write `sql` down for `database`; there are no rows."""
        self.lines.extend((f"\\connect {database}", sql if sql.rstrip().endswith(";") else f"{sql};"))
        return []


def make(data: Path, handed: Path) -> None:
    """Make what is missing in `data` and hand it over in `handed`; what is there already stays as it is."""
    layout = Layout(data=data)
    layout.make()
    names = [service.name for service in LEMKIN.services]
    keys.make(layout.keys, names)
    if LEMKIN.key_databases:
        keys.make_kek(layout.kek)
    for name in names:
        own = handed / name
        secret_files.write(own / "app.password", secret_files.password(layout.password(name, "app")).encode())
        for key in (f"{name}.key", *(f"{other}.pub" for other in names)):
            secret_files.write(own / "keys" / key, (layout.keys / key).read_bytes())
    for service in LEMKIN.services:
        if service.keeps_keys:
            own = handed / service.name
            secret_files.write(
                own / "keystore.password", secret_files.password(layout.password(KEYSTORE, "app")).encode()
            )
            secret_files.write(own / "keys" / layout.kek.name, layout.kek.read_bytes())
    relay, client = layout.secrets / "notifications" / RELAY, layout.client_secret
    for owner, given in (("notifications", relay), ("gateway", client)):
        if given.exists():
            secret_files.write(handed / owner / given.name, given.read_bytes())
    statements = handed / "databases" / STATEMENTS
    secret_files.write(statements, script(layout).encode())
    # Another account reads it, the database server's; nobody else is given its volume.
    statements.chmod(0o644)


def script(layout: Layout) -> str:
    """The statements that make the roles and databases of all services, harmless when they are there."""
    server = Script(host="", port=0, user="", password=SecretStr(""))
    databases.close_shared_databases(server)
    for name in (*LEMKIN.databases, *LEMKIN.key_databases):
        passwords = {kind: secret_files.password(layout.password(name, kind)) for kind in ("app", "migrator")}
        databases.make_roles(server, name, passwords)
        databases.make_database(server, name, name)
    return "\n".join(server.lines) + "\n"


if __name__ == "__main__":
    os.umask(0o077)
    make(DATA, HANDED)
    print("secrets: keys, passwords and the statements for roles and databases are in their volumes")
