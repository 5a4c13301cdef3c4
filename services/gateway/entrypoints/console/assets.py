"""Assets of the pages: their addresses, the core style sheet, and the route of built files.

Without built files every page works as with scripts off: `url` tells None, and nothing else changes.
"""

import base64
import hashlib
from pathlib import Path
from typing import Self

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from services.gateway.adapters.assets import SOURCES, SUFFIXES, Built, Manifest, read_manifest
from services.gateway.entrypoints.console.stylesheet import core_css
from shared.http import problem

PLACE = "/assets"
IMMUTABLE = "public, max-age=31536000, immutable"
"""Names hold the hash of the content, so what a browser has under a name stays right (console.md 3)."""

ONE_DAY = "public, max-age=86400"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Assets:
    """What was built, and the core style sheet, which needs no building.

    `core_css` stands in every page between the style tags as it is; `core_hash` is its source in the
    Content-Security-Policy (`sha256-...`, without quotes).
    """

    def __init__(self, folder: Path, manifest: Manifest, core: str) -> None:
        """The files that `manifest` names stand in `folder`."""
        self._folder = folder
        self._files = manifest.files
        self._by_file = {built.file: built for built in manifest.files.values()}
        self.core_css = core
        self.core_hash = f"sha256-{base64.b64encode(hashlib.sha256(core.encode()).digest()).decode()}"

    @classmethod
    def load(cls, folder: Path | None) -> Self:
        """Read what was built in `folder`, which may hold no manifest or not exist, and the core style sheet."""
        manifest = read_manifest(folder) if folder else Manifest()
        return cls(folder or Path(), manifest, core_css(SOURCES))

    def url(self, name: str) -> str | None:
        """The path of the asset `name` (`app.js`), None when it was not built."""
        built = self._files.get(name)
        return f"{PLACE}/{built.file}" if built else None

    def router(self) -> APIRouter:
        """The route of the built files, and the icon of the site."""
        routes = APIRouter()

        async def asset(request: Request, name: str) -> Response:
            built = self._by_file.get(name)
            if built is None or not (self._folder / name).is_file():
                return problem(404, "not-found")
            return self._served(built, request.headers.get("accept-encoding", ""))

        async def icon() -> Response:
            return FileResponse(SOURCES / "icon.svg", headers={"Cache-Control": ONE_DAY}, media_type=_TYPES[".svg"])

        routes.add_api_route(PLACE + "/{name}", asset, methods=["GET"])
        routes.add_api_route("/icon.svg", icon, methods=["GET"])
        return routes

    def _served(self, built: Built, accepted: str) -> Response:
        headers = {"Cache-Control": IMMUTABLE, "Vary": "Accept-Encoding"}
        coding = next((coding for coding in built.codings if accepts(accepted, coding)), None)
        if coding:
            headers["Content-Encoding"] = coding
        path = self._folder / (built.file + (SUFFIXES[coding] if coding else ""))
        return FileResponse(path, headers=headers, media_type=_TYPES[Path(built.file).suffix])


def accepts(header: str, coding: str) -> bool:
    """Whether an Accept-Encoding names `coding`, and does not refuse it by a weight of zero (RFC 9110, 12.5.3)."""
    for offer in header.lower().split(","):
        name, _, weight = offer.partition(";")
        if name.strip() == coding:
            return weight.replace(" ", "").removeprefix("q=").rstrip("0.") != "" or not weight
    return False
