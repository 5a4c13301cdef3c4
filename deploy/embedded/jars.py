"""Kafka's jars: exactly the files of `kafka.lock.toml`, checked by SHA-256 at every start, fetched when missing."""

import hashlib
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from deploy.embedded import processes
from deploy.embedded.failures import INTERNAL, TRY_AGAIN, StartFailure
from deploy.embedded.layout import ROOT
from deploy.launcher import prepare

LOCK = Path(__file__).with_name("kafka.lock.toml")


class Jar(BaseModel):
    """One locked file: Maven coordinate, size in bytes, SHA-256 in hex."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    coordinate: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """File name in the jar directory."""
        _, artifact, version = self.coordinate.split(":")
        return f"{artifact}-{version}.jar"

    def fits(self, path: Path) -> bool:
        """Whether the file at `path` is this one, byte for byte."""
        if not path.is_file() or path.stat().st_size != self.size:
            return False
        return hashlib.sha256(path.read_bytes()).hexdigest() == self.sha256


def locked(lock: Path = LOCK) -> list[Jar]:
    """The jars that the lock names."""
    return [Jar.model_validate(entry) for entry in tomllib.loads(lock.read_text("utf-8"))["jar"]]


def missing(directory: Path, jars: Sequence[Jar]) -> list[Jar]:
    """Those of `jars` that are not in `directory` with the locked size and hash."""
    return [jar for jar in jars if not jar.fits(directory / jar.name)]


def install(directory: Path, say: Callable[[str], None]) -> list[Path]:
    """Put the locked jars into `directory` and return their paths; only missing or altered files are fetched.

    Raises StartFailure when a jar cannot be fetched or does not have the locked hash.
    """
    jars = locked()
    wanting = missing(directory, jars)
    if wanting:
        megabytes = sum(jar.size for jar in wanting) / 1e6
        say(f"fetching Apache Kafka once: {len(wanting)} jars, {megabytes:.0f} MB")
        _fetch(directory, say)
    # Resolved: Java's start cache is bound to the paths, and one folder may be reached by several.
    return [directory.resolve() / jar.name for jar in jars]


def _fetch(directory: Path, say: Callable[[str], None]) -> None:
    trusted = prepare.certificates()
    environment = processes.minimal_environment() | {"PYTHONPATH": str(ROOT)}
    if trusted:
        # Its HTTP library trusts only a list of its own otherwise.
        environment["REQUESTS_CA_BUNDLE"] = os.environ.get("REQUESTS_CA_BUNDLE", trusted)
    # In a process of its own: the supervisor need not carry the Maven client for the rest of its life.
    command = [sys.executable, "-P", "-m", "deploy.embedded.fetch_jars", str(directory)]
    last = ""
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE) as process:
        for line in process.stdout or ():
            last = line.rstrip()
            say(f"  {last}")
    if process.returncode == TRY_AGAIN:
        raise StartFailure(last, "check the network connection, then run the same command again", TRY_AGAIN)
    if process.returncode:
        raise StartFailure(last, "check what stands between this machine and Maven Central", INTERNAL)
