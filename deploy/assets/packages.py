"""Third-party packages of the console: exactly those of package-lock.json, fetched by npm without running any of their code.

Nothing of Node.js is installed on the machine: it comes as a Python package, by hash, into an environment that is thrown away.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.launcher import prepare
from services.gateway.adapters.assets import SOURCES

NODE = Path(__file__).with_name("node.txt")
PINS = ("package.json", "package-lock.json", ".npmrc")
SECONDS = 300


class AssetsNotBuilt(Exception):
    """The assets could not be built: a sentence that says why."""


def fetch(scratch: Path, say: Callable[[str], None]) -> Path:
    """Put the packages below `scratch`; returns their folder. Raises AssetsNotBuilt when they cannot be fetched."""
    uv = _uv()
    node = scratch / "node"
    say("assets: Node.js, for this once (60 MB)")
    _run([uv, "venv", "--quiet", str(node)], scratch)
    python = str(node / "bin" / "python")
    # Copies of another disk's cache are slow, but links across disks fail with a warning.
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
