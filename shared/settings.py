"""Settings: read once, in a service's `__main__`, from LEMKIN_... variables; secrets come as files."""

from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.contracts.topics import PARTITIONS
from shared.process import CONFIGURATION
from shared.records import Stop
from shared.store.database import Database


class Settings(BaseSettings):
    """What every service needs; a service's own settings extend it."""

    model_config = SettingsConfigDict(env_prefix="LEMKIN_", extra="ignore", frozen=True)

    database: str = ""
    database_password_file: Path | None = None
    migrator: str = ""
    migrator_password_file: Path | None = None
    kafka: str = "127.0.0.1:9092"
    partitions: int = PARTITIONS
    http: str = "127.0.0.1:8100"
    keys: Path = Path("keys")
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    pool: int = 8
    crash: str = ""
    outbox_limit: int = 1_000_000
    instance: str | None = None
    mode: Literal["machine", "container"] = "machine"

    @property
    def address(self) -> tuple[str, int]:
        """Where to listen: host and port.

        Raises Stop 78 for an address that other machines may reach, unless we are in a container, whose network is private
        and whose ports are published on loopback only (security.md G14).
        """
        host, _, port = self.http.rpartition(":")
        if self.mode == "machine" and not _is_loopback(host):
            raise Stop(CONFIGURATION, "LEMKIN_HTTP must be a loopback address unless LEMKIN_MODE is container")
        return host, int(port)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def secret(path: Path | None) -> SecretStr | None:
    """The content of a secret's file, which nobody else may read. Raises PermissionError when others can."""
    if path is None:
        return None
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"{path} can be read by others: chmod 600 it")
    return SecretStr(path.read_text().strip())


def open_database(settings: Settings) -> Database:
    """The service's database, as its app role; connect by `async with`."""
    password = secret(settings.database_password_file)
    return Database(settings.database, password.get_secret_value() if password else None, size=settings.pool)
