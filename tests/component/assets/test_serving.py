"""How the gateway serves assets: addresses from the manifest, the coding that the browser takes, a year's life."""

import base64
import gzip
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import httpx
import pytest

from services.gateway.adapters.assets import MANIFEST, Built, Manifest
from services.gateway.entrypoints.console.assets import IMMUTABLE, Assets
from shared.http import application

TEXT = b"addEventListener('x', () => {})"
FILE = "app.0123456789ab.js"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_bytes(TEXT)
    (tmp_path / f"{FILE}.gz").write_bytes(gzip.compress(TEXT))
    (tmp_path / f"{FILE}.br").write_bytes(brotli.compress(TEXT))
    manifest = Manifest(stamp="s", files={"app.js": Built(file=FILE, codings=("br", "gzip"))})
    (tmp_path / MANIFEST).write_text(manifest.model_dump_json(), "utf-8")
    return tmp_path


@pytest.fixture
async def browser(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = application("test", ("localhost",))
    app.include_router(Assets.load(folder).router())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        yield client


def test_a_name_leads_to_its_built_file(folder: Path) -> None:
    assets = Assets.load(folder)
    assert assets.url("app.js") == f"/assets/{FILE}"
    assert assets.url("map.svg") is None


@pytest.mark.parametrize("content", [None, "", "{", '{"files": {"x": {"file": "../../etc/passwd"}}}'])
def test_without_a_manifest_that_is_right_there_is_nothing(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / MANIFEST).write_text(content, "utf-8")
    assert Assets.load(tmp_path).url("app.js") is None
    assert Assets.load(None).core_css


def test_the_policy_names_the_core_by_its_hash() -> None:
    assets = Assets.load(None)
    digest = base64.b64encode(hashlib.sha256(assets.core_css.encode()).digest()).decode()
    assert assets.core_hash == f"sha256-{digest}"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.0, gzip; q=0", None),
        ("identity", None),
        ("", None),
    ],
)
async def test_the_coding_is_one_that_the_browser_takes(
    browser: httpx.AsyncClient, accepted: str, coding: str | None
) -> None:
    response = await browser.get(f"/assets/{FILE}", headers={"Accept-Encoding": accepted})
    assert response.status_code == 200
    assert response.headers.get("content-encoding") == coding
    assert response.content == TEXT
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers["cache-control"] == IMMUTABLE
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["app.js", "app.ffffffffffff.js", MANIFEST, f"{FILE}.gz", "..%2fmanifest.json", "%2e%2e/manifest.json"]
)
async def test_only_what_the_manifest_names_is_there(browser: httpx.AsyncClient, path: str) -> None:
    response = await browser.get(f"/assets/{path}")
    assert response.status_code == 404
    assert response.headers["cache-control"] == "no-store"


async def test_a_file_that_went_away_is_absent(browser: httpx.AsyncClient, folder: Path) -> None:
    (folder / FILE).unlink()
    assert (await browser.get(f"/assets/{FILE}")).status_code == 404


async def test_the_icon_needs_no_building(browser: httpx.AsyncClient) -> None:
    response = await browser.get("/icon.svg")
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/svg+xml"
