"""`lemkin assets build`: third-party files, our own and the map, under names that hold their hash, compressed beforehand.

Files of the build before stay, since open pages may still ask for them; older ones go. A stamp over everything that goes in
makes the second run cost nothing. Nothing of the output is committed.
"""

import fcntl
import gzip
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath

import brotli  # type: ignore[import-untyped]

from deploy.assets import mapbuild
from deploy.assets.packages import ATLAS, LICENCES, PINS, THIRD_PARTY, packages
from deploy.embedded.layout import PACKAGES, ROOT
from services.gateway.adapters.assets import MANIFEST, SOURCES, SUFFIXES, Built, Manifest, read_manifest
from services.gateway.entrypoints.console import stylesheet

IN_IMAGES = SOURCES / "built"
"""Where the images of the containers take it from: it is copied with the gateway (deploy/images/Dockerfile)."""

REGISTER = ROOT / "deploy" / "history" / "reference" / "states.csv"
MAP = "map.svg"
OWN = ("app.js", "docs.js", "map.css", "print.css")
LICENCES_FILE = "licences.txt"
HASH_LENGTH = 12


def wanted_stamp() -> str:
    """The hash of everything that a build is made from."""
    ours = (*Path(__file__).parent.glob("*.py"), *Path(__file__).parent.glob("*.txt"), Path(stylesheet.__file__))
    inputs = sorted({*ours, REGISTER, *(SOURCES / name for name in (*OWN, *PINS))})
    digest = hashlib.sha256()
    for path in inputs:
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def is_built(output: Path) -> bool:
    """Whether `output` holds all that a build of these sources makes."""
    manifest = read_manifest(output)
    return manifest.stamp == wanted_stamp() and all(path.is_file() for path in _paths(output, manifest))


def build(output: Path, say: Callable[[str], None]) -> Manifest:
    """Build into `output` unless it is done; returns what is there. Raises AssetsNotBuilt, and changes nothing then."""
    output.mkdir(parents=True, exist_ok=True)
    with (output / ".lock").open("w") as lock:
        # A second build waits here instead of writing into the same folder.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_built(output):
            fetched = packages(PACKAGES, say)
            say("assets: map, names, compression")
            _write(output, contents(fetched), _licences(fetched))
    return read_manifest(output)


def contents(fetched: Path) -> dict[str, bytes]:
    """Every asset by the name that pages use, from the files of the packages in the folder `fetched`."""
    coarse, fine = (fetched / name for name in ATLAS)
    codes = mapbuild.codes_of_register(REGISTER)
    found = {name: (fetched / place).read_bytes() for name, place in THIRD_PARTY.items()}
    for name in OWN:
        text = (SOURCES / name).read_text("utf-8")
        found[name] = (stylesheet.minified(text) if name.endswith(".css") else text).encode()
    found[MAP] = mapbuild.sprite(coarse, fine, codes).encode()
    return found


def _write(output: Path, found: Mapping[str, bytes], licences: bytes) -> None:
    before = read_manifest(output)
    files = {name: _write_one(output, PurePath(name), content) for name, content in found.items()}
    manifest = Manifest(stamp=wanted_stamp(), files=files)
    _replace(output / LICENCES_FILE, licences)
    _replace(output / MANIFEST, manifest.model_dump_json(indent=1).encode())
    kept = {*_paths(output, before), *_paths(output, manifest)}
    for path in output.glob("*.*"):
        if path.suffix in {".css", ".js", ".svg", *SUFFIXES.values()} and path not in kept:
            path.unlink()


def _write_one(output: Path, name: PurePath, content: bytes) -> Built:
    file = f"{name.stem}.{hashlib.sha256(content).hexdigest()[:HASH_LENGTH]}{name.suffix}"
    built = Built(file=file, codings=tuple(SUFFIXES))
    compress: Mapping[str, Callable[[], bytes]] = {
        "": lambda: content,
        SUFFIXES["br"]: lambda: brotli.compress(content),
        SUFFIXES["gzip"]: lambda: gzip.compress(content, mtime=0),
    }
    for suffix, made in compress.items():
        # The name says what is in it: what is there is right.
        if not (output / (file + suffix)).is_file():
            _replace(output / (file + suffix), made())
    return built


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all."""
    new = path.with_name(f".{path.name}")
    new.write_bytes(content)
    new.replace(path)


def _paths(output: Path, manifest: Manifest) -> list[Path]:
    """Every file that a manifest stands for."""
    suffixes = [
        (built.file, ("", *(SUFFIXES[coding] for coding in built.codings))) for built in manifest.files.values()
    ]
    return [output / (file + suffix) for file, endings in suffixes for suffix in endings]


def _licences(fetched: Path) -> bytes:
    """The licences of what is handed on, one after the other."""
    return b"\n\n".join(f"{name}\n\n".encode() + (fetched / name).read_bytes() for name in LICENCES)
