"""Kafka's jars: exactly the files of `kafka.lock.toml`, fetched once from Maven Central, checked by SHA-256.

`python -m deploy.embedded.jars VERSION` writes the lock again for another Kafka version.
"""

import hashlib
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import MavenContext, Model
from pydantic import BaseModel, ConfigDict

from deploy.embedded.failures import StartFailure

LOCK = Path(__file__).with_name("kafka.lock.toml")
DOWNLOADS_AT_ONCE = 8


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


def locked(lock: Path = LOCK) -> list[Jar]:
    """The jars that the lock names."""
    return [Jar.model_validate(entry) for entry in tomllib.loads(lock.read_text("utf-8"))["jar"]]


def install(directory: Path, say: Callable[[str], None], jars: Sequence[Jar] | None = None) -> list[Path]:
    """Put the locked jars into `directory` and return their paths; only missing or altered files are fetched.

    Raises StartFailure when a jar cannot be fetched or does not have the locked hash.
    """
    wanted = locked() if jars is None else jars
    directory.mkdir(parents=True, exist_ok=True)
    wanting = missing(directory, wanted)
    if wanting:
        megabytes = sum(jar.size for jar in wanting) / 1e6
        say(f"fetching Apache Kafka once: {len(wanting)} jars, {megabytes:.0f} MB")
        with ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
            for number, jar in enumerate(pool.map(lambda jar: _fetch(jar, directory), wanting), start=1):
                say(f"  {number}/{len(wanting)} {jar.name}")
    return [directory / jar.name for jar in wanted]


def missing(directory: Path, jars: Sequence[Jar]) -> list[Jar]:
    """Those of `jars` that are not in `directory` with the locked size and hash."""
    return [jar for jar in jars if not _is_right(directory / jar.name, jar)]


def _fetch(jar: Jar, directory: Path) -> Jar:
    group, artifact, version = jar.coordinate.split(":")
    with tempfile.TemporaryDirectory(dir=directory, prefix=".fetch-") as scratch:
        maven = MavenContext(repo_cache=Path(scratch), timeout=60)
        try:
            path = maven.project(group, artifact).at_version(version).artifact().resolve()
        except (OSError, RuntimeError) as error:
            message = f"{jar.coordinate} could not be fetched from Maven Central: {type(error).__name__}"
            raise StartFailure(
                message,
                "check the network connection, then run the same command again",
                75,
            ) from error
        if not _is_right(path, jar):
            message = f"{jar.coordinate} does not have the SHA-256 that {LOCK.name} names"
            raise StartFailure(
                message,
                "do not use this file; check what stands between you and Maven Central",
                70,
            )
        path.replace(directory / jar.name)
    return jar


def _is_right(path: Path, jar: Jar) -> bool:
    if not path.is_file() or path.stat().st_size != jar.size:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == jar.sha256


def write_lock(version: str, lock: Path = LOCK) -> None:
    """Resolve Kafka `version` with its run-time dependencies and the log binding of its log4j, and write the lock."""
    with tempfile.TemporaryDirectory() as scratch:
        maven = MavenContext(repo_cache=Path(scratch), timeout=60)
        broker = maven.project("org.apache.kafka", "kafka_2.13").at_version(version)
        tree, _ = Model(broker.pom(), maven).dependencies()
        found = [broker.artifact()] + [each.artifact for each in tree if each.scope in ("compile", "runtime")]
        log4j = next(each.version for each in found if each.artifactId == "log4j-core")
        # Kafka's jars carry no SLF4J binding: without this one the broker logs nothing.
        found.append(maven.project("org.apache.logging.log4j", "log4j-slf4j-impl").at_version(log4j).artifact())
        lines = ["# Written by `python -m deploy.embedded.jars VERSION`."]
        for artifact in sorted(found, key=str):
            content = artifact.resolve().read_bytes()
            lines += [
                "",
                "[[jar]]",
                f'coordinate = "{artifact.groupId}:{artifact.artifactId}:{artifact.version}"',
                f"size = {len(content)}",
                f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
            ]
    lock.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    write_lock(sys.argv[1])
