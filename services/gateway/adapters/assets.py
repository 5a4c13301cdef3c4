"""Built assets as `lemkin assets build` leaves them: files under names that hold their hash, and a manifest."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MANIFEST = "manifest.json"
SOURCES = Path(__file__).parents[1] / "assets"
"""What we write ourselves: style sheets, scripts, tokens, the pins of packages."""

SUFFIXES: Mapping[str, str] = {"br": ".br", "gzip": ".gz"}
"""Content codings, the smaller one first, and what stands after the name of the file that is compressed by it."""


class Built(BaseModel):
    """One built file: its name in the folder, and the content codings that lie beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = Field(pattern=r"^[a-z0-9-]+\.[0-9a-f]{12}\.(css|js|svg)$")
    codings: tuple[str, ...] = ()


class Manifest(BaseModel):
    """What was built, by the name that pages use, and `stamp`, the hash of all that it was built from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stamp: str = ""
    files: Mapping[str, Built] = Field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`; one without files when nothing was built there, or it cannot be read."""
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError):
        return Manifest()
