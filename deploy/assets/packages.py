"""Third-party packages of the console: exactly those of package-lock.json, fetched by npm without running any of their code.

Nothing of Node.js is installed on the machine: it comes as a Python package, by hash, into an environment that is thrown away.
The few files that are needed are kept, so only another lock needs the network again.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.launcher import prepare
from services.gateway.adapters.assets import SOURCES

THIRD_PARTY: Mapping[str, str] = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "swagger-ui.js": "swagger-ui-dist/swagger-ui-bundle.js",
    "swagger-ui.css": "swagger-ui-dist/swagger-ui.css",
}
"""What pages load as it is: the name that they use, and the file of a package."""

ATLAS = ("world-atlas/countries-110m.json", "world-atlas/countries-50m.json")
LICENCES = (
    "htmx.org/LICENSE",
    "swagger-ui-dist/LICENSE",
    "swagger-ui-dist/NOTICE",
    "swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt",
    "world-atlas/LICENSE",
)
NODE = Path(__file__).with_name("node.txt")
PINS = ("package.json", "package-lock.json", ".npmrc")
SECONDS = 300
SCRATCH = ".fetch-"


class AssetsNotBuilt(Exception):
    """The assets could not be built: a sentence that says why."""


def packages(kept: Path, say: Callable[[str], None]) -> Path:
    """The folder in `kept` with the needed files of the packages, fetched unless they are there for this lock.

    Raises AssetsNotBuilt when they cannot be fetched.
    """
    kept.mkdir(parents=True, exist_ok=True)
    folder = kept / _digest()
    with (kept / ".lock").open("w") as lock:
        # A second build waits here instead of fetching the same.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            with tempfile.TemporaryDirectory(dir=kept, prefix=SCRATCH) as scratch:
                _keep(_fetch(Path(scratch), say), Path(scratch, "kept")).rename(folder)
            for old in kept.iterdir():
                if old.is_dir() and old != folder:
                    shutil.rmtree(old)
    return folder


def _digest() -> str:
    content = b"".join(path.read_bytes() for path in (NODE, Path(__file__), *(SOURCES / name for name in PINS)))
    return hashlib.sha256(content).hexdigest()


def _keep(fetched: Path, folder: Path) -> Path:
    for name in (*THIRD_PARTY.values(), *ATLAS, *LICENCES):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(fetched / name, target)
    return folder


def _fetch(scratch: Path, say: Callable[[str], None]) -> Path:
    uv = _uv()
    node = scratch / "node"
    say("assets: Node.js, for this once (60 MB)")
    _run([uv, "venv", "--quiet", str(node)], scratch)
    python = str(node / "bin" / "python")
    _run([uv, "pip", "install", "--quiet", "--require-hashes", "--python", python, "-r", str(NODE)], scratch)
    for name in PINS:
        shutil.copy(SOURCES / name, scratch / name)
    say("assets: the packages of package-lock.json")
    # Their install scripts are not run: one of them reports home (console.md 3).
    _run([str(node / "bin" / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], scratch)
    return scratch / "node_modules"


def _uv() -> str:
    ours = prepare.UV_FOLDER / "bin" / "uv"
    found = str(ours) if ours.is_file() else shutil.which("uv")
    if not found:
        raise AssetsNotBuilt("uv is not here: start through `./lemkin`, which brings it")
    return found


def _environment(scratch: Path) -> Mapping[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    environment |= {
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_LINK_MODE": "copy",
        "npm_config_cache": str(scratch / "cache"),
        "npm_config_update_notifier": "false",
        "npm_config_fetch_retries": "1",
    }
    trusted = prepare.certificates()
    if trusted:
        # An office's own authority: Node.js adds it to its list, uv takes it for the list.
        environment = {"SSL_CERT_FILE": trusted, "NODE_EXTRA_CA_CERTS": trusted} | environment
    return environment


def _run(command: Sequence[str], scratch: Path) -> None:
    environment = dict(_environment(scratch))
    # npm starts the Node.js beside it.
    environment["PATH"] = os.pathsep.join((str(scratch / "node" / "bin"), environment.get("PATH", os.defpath)))
    try:
        done = subprocess.run(
            command, cwd=scratch, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise AssetsNotBuilt(f"{Path(command[0]).name} was not done within {SECONDS} s") from error
    except OSError as error:
        raise AssetsNotBuilt(f"{Path(command[0]).name} does not run: {error.strerror}") from error
    if done.returncode:
        told = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise AssetsNotBuilt(f"{Path(command[0]).name}: {' | '.join(told[:3]) or f'ended with {done.returncode}'}")
