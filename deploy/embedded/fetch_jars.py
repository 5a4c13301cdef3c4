"""Fetches the locked jars from Maven Central: `python -m deploy.embedded.fetch_jars DIRECTORY`.

`python -m deploy.embedded.fetch_jars --lock VERSION` writes the lock again, for another version of Kafka.
Prints one line a file; the last line says what went wrong (exit code 75: not reached; 70: another hash).
"""

import fcntl
import hashlib
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import MavenContext, Model

from deploy.embedded.failures import INTERNAL, TRY_AGAIN
from deploy.embedded.jars import LOCK, Jar, locked, missing

DOWNLOADS_AT_ONCE = 8
SECONDS = 60
SCRATCH = ".fetch-"


class OtherContent(Exception):
    """A file was fetched that does not have the locked hash."""


def fetch_missing(directory: Path) -> None:
    """Put the locked jars that are not there into `directory`, each one whole and checked.

    Raises OSError or RuntimeError when Maven Central is not reached, OtherContent for a file with another hash.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("w") as lock, ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for scratch in directory.glob(f"{SCRATCH}*"):
            shutil.rmtree(scratch)
        wanting = missing(directory, locked())
        for number, jar in enumerate(pool.map(lambda jar: _fetch(jar, directory), wanting), start=1):
            print(f"{number}/{len(wanting)} {jar.name}", flush=True)


def _fetch(jar: Jar, directory: Path) -> Jar:
    group, artifact, version = jar.coordinate.split(":")
    with tempfile.TemporaryDirectory(dir=directory, prefix=SCRATCH) as scratch:
        maven = MavenContext(repo_cache=Path(scratch), timeout=SECONDS)
        path = maven.project(group, artifact).at_version(version).artifact().resolve()
        if not jar.fits(path):
            message = f"{jar.coordinate} does not have the SHA-256 that {LOCK.name} names"
            raise OtherContent(message)
        path.replace(directory / jar.name)
    return jar


def write_lock(version: str, lock: Path = LOCK) -> None:
    """Resolve Kafka `version` with its run-time dependencies and the log binding of its log4j, and write the lock."""
    with tempfile.TemporaryDirectory() as scratch:
        maven = MavenContext(repo_cache=Path(scratch), timeout=SECONDS)
        broker = maven.project("org.apache.kafka", "kafka_2.13").at_version(version)
        tree, _ = Model(broker.pom(), maven).dependencies()
        found = [broker.artifact()] + [each.artifact for each in tree if each.scope in ("compile", "runtime")]
        log4j = next(each.version for each in found if each.artifactId == "log4j-core")
        # Kafka's jars carry no SLF4J binding: without this one the broker logs nothing.
        found.append(maven.project("org.apache.logging.log4j", "log4j-slf4j-impl").at_version(log4j).artifact())
        lines = ["# Written by `python -m deploy.embedded.fetch_jars --lock VERSION`."]
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


def main(arguments: list[str]) -> int:
    """Do what the arguments say; returns the exit code."""
    try:
        if arguments[0] == "--lock":
            write_lock(arguments[1])
        else:
            fetch_missing(Path(arguments[0]))
    except OtherContent as error:
        print(error)
        return INTERNAL
    except (OSError, RuntimeError) as error:
        print(f"Maven Central could not be reached: {type(error).__name__}")
        return TRY_AGAIN
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
