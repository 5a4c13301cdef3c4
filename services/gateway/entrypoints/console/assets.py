"""Assets: the core CSS that stands in every page, and the hashed files that `lemkin assets build` made."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

SOURCES = Path(__file__).parents[2] / "assets"


@dataclass(frozen=True, slots=True)
class Assets:
    """`files`: hashed name by name; empty when nothing was built: the pages work without."""

    core_css: str
    files: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path | None) -> Self:
        """Read the manifest, if there is one."""
        manifest = folder / "manifest.json" if folder else None
        files = json.loads(manifest.read_text("utf-8")) if manifest and manifest.exists() else {}
        return cls((SOURCES / "core.css").read_text("utf-8"), files)

    @property
    def core_hash(self) -> str:
        """The hash of the core CSS as a source of Content-Security-Policy."""
        return f"sha256-{base64.b64encode(hashlib.sha256(self.core_css.encode()).digest()).decode()}"

    def url(self, name: str) -> str | None:
        """The address of a file; None when it was not built."""
        return f"/assets/{self.files[name]}" if name in self.files else None
