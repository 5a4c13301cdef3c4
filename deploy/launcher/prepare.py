"""Makes `.venv` from `uv.lock`: standard library only, since nothing else is there yet.

`prepare.py GROUP...` adds dependency groups to the default ones. A stamp, written last, says for which lock, Python
and groups the environment is complete, so a finished environment costs nothing, an interrupted one is gone on with,
and no network is needed once it is made.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCK = ROOT / "uv.lock"
UV_PIN = Path(__file__).with_name("uv.txt")
OURS = VENV / "lemkin"
STAMP = OURS / "stamp.json"
UNFINISHED = OURS / "unfinished"
UV_FOLDER = OURS / "uv"
PYTHON = VENV / "bin" / "python"
DEFAULT_GROUPS = ("embedded",)
SYSTEM_CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
TRY_AGAIN = 75


def ensure(groups: Iterable[str] = ()) -> None:
    """Bring `.venv` to what the lock says, with the default groups and `groups`; exits 75 when it cannot."""
    if is_done(groups):
        return
    with LOCK.open("rb") as lock:
        # A second first start waits here instead of writing into the same environment.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_done(groups):
            return
        _say("setting up .venv from uv.lock (once; needs the network; an interrupted set-up goes on where it was)")
        _make_environment()
        wanted = sorted({*DEFAULT_GROUPS, *groups, *_stamped_groups()})
        choice = [f"--group={group}" for group in wanted]
        # A package that was being unpacked when the last set-up ended is not to be trusted: unpack all again.
        again = ["--reinstall"] if UNFINISHED.exists() else []
        uv = _uv()
        UNFINISHED.touch()
        _run([uv, "sync", "--frozen", "--inexact", *again, *choice], "the packages of uv.lock")
        UNFINISHED.unlink()
        STAMP.with_suffix(".new").write_text(json.dumps(wanted_stamp(wanted)), "utf-8")
        STAMP.with_suffix(".new").replace(STAMP)
        _say("ready")


def certificates() -> str | None:
    """The file of root certificates that this machine trusts: an office's own authority may be among them."""
    given = os.environ.get("SSL_CERT_FILE")
    return given or next((path for path in SYSTEM_CERTIFICATES if Path(path).is_file()), None)


def is_done(groups: Iterable[str] = ()) -> bool:
    """Whether `.venv` is complete for this lock, this Python, the default groups and `groups`."""
    wanted = {*DEFAULT_GROUPS, *groups}
    stamped = _stamped_groups()
    return wanted <= set(stamped) and _read_stamp() == wanted_stamp(stamped)


def wanted_stamp(groups: list[str]) -> dict[str, object]:
    """The stamp of an environment that is complete with `groups`."""
    return {"lock": _digest(LOCK), "python": _python_version(), "groups": groups}


def _read_stamp() -> dict[str, object]:
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _stamped_groups() -> list[str]:
    groups = _read_stamp().get("groups", [])
    return [str(group) for group in groups] if isinstance(groups, list) else []


def _python_version() -> str:
    """The version of `.venv`'s Python, empty when it cannot run (its base was removed or replaced)."""
    if Path(sys.prefix) == VENV:
        return "{}.{}".format(*sys.version_info)
    try:
        done = subprocess.run(
            [
                PYTHON,
                "-I",
                "-S",
                "-c",
                "import sys; print('{}.{}'.format(*sys.version_info))",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip()


def _make_environment() -> None:
    version = _python_version()
    if not version or not (VENV / "lib" / f"python{version}").is_dir():
        _say(f"making .venv with Python {sys.version.split()[0]}")
        venv.EnvBuilder(clear=True, symlinks=True, with_pip=False).create(VENV)
    OURS.mkdir(exist_ok=True)


def _uv() -> str:
    program = UV_FOLDER / "bin" / "uv"
    mark = UV_FOLDER / "pin.sha256"
    if not (mark.is_file() and mark.read_text("ascii") == _digest(UV_PIN) and program.is_file()):
        _say("installing uv, by hash")
        # pip comes from an environment that is thrown away: one that was interrupted is never used again.
        for old in OURS.glob("pip-*"):
            shutil.rmtree(old, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=OURS, prefix="pip-") as scratch:
            venv.EnvBuilder(symlinks=True, with_pip=True).create(scratch)
            pip = [f"{scratch}/bin/python", "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-deps"]
            made = f"{scratch}/made"
            _run([*pip, "--require-hashes", "--only-binary=:all:", f"--target={made}", f"-r{UV_PIN}"], "uv")
            Path(made, mark.name).write_text(_digest(UV_PIN), "ascii")
            shutil.rmtree(UV_FOLDER, ignore_errors=True)
            Path(made).rename(UV_FOLDER)
    return str(program)


def _run(command: list[str], what: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    environment |= {
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "VIRTUAL_ENV": str(VENV),
        "UV_PYTHON": str(PYTHON),
    }
    trusted = certificates()
    if trusted:
        environment = {"PIP_CERT": trusted, "SSL_CERT_FILE": trusted} | environment
    if not os.environ.get("HOME"):
        # Without a home there is no cache directory to be found: use one of ours.
        environment |= {
            "UV_CACHE_DIR": str(OURS / "cache"),
            "PIP_CACHE_DIR": str(OURS / "pip"),
            "HOME": str(OURS),
        }
    # Standard output belongs to the command that follows (it may be JSON).
    if subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr.fileno(), check=False).returncode:
        _say(f"{what} could not be installed; check network and disk, then run the same command again: it goes on")
        sys.exit(TRY_AGAIN)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _say(sentence: str) -> None:
    print(f"lemkin: {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        ensure(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
