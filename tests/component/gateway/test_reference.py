"""P31: the reference of the API and of the events, open to everybody, with and without built assets."""

import gzip
import re
from pathlib import Path

from services.gateway.adapters.assets import MANIFEST, Built, Manifest
from services.gateway.entrypoints.console.areas.reference import SWAGGER, SWAGGER_POLICY
from shared.contracts.published import CATALOG
from shared.store.database import Database
from tests.component.gateway.public import Public, Tokens, opened
from tests.support.platform import ServiceDatabase


async def test_without_assets_the_api_is_a_table(public: Public) -> None:
    document = (await public.client.get("/api/v1/openapi.json")).json()
    response = await public.client.get("/api/v1/docs")
    assert response.status_code == 200
    assert "<script" not in response.text
    for path, operations in document["paths"].items():
        for method in operations:
            assert f"{method.upper()} /api/v1{path}</bdi>" in response.text


async def test_every_event_stands_on_its_page_with_its_fields(public: Public) -> None:
    response = await public.client.get("/asyncapi")
    assert response.status_code == 200
    for event in CATALOG.events.values():
        assert f'<bdi dir="ltr">{event.type}</bdi>' in response.text
        assert all(name in response.text for name in event.model_fields)
    assert len(re.findall("<section id=", response.text)) == 4


async def test_the_page_of_events_is_small_on_the_wire(public: Public) -> None:
    response = await public.client.get("/asyncapi")
    assert len(gzip.compress(response.content, mtime=0)) < 15_000


async def test_pages_are_compressed_and_answers_of_the_api_are_not(public: Public) -> None:
    """An ETag is that of the bytes."""
    headers = {"Accept-Encoding": "gzip"}
    page = await public.client.get("/asyncapi", headers=headers)
    assert page.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["vary"]
    assert "Cookie" in page.headers["vary"]
    document = await public.client.get("/api/v1/openapi.json", headers=headers)
    assert "content-encoding" not in document.headers
    plain = await public.client.get("/asyncapi", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == page.text


async def test_both_pages_speak_the_languages(public: Public) -> None:
    for path in ("/asyncapi", "/api/v1/docs"):
        response = await public.client.get(path, headers={"Accept-Language": "ar"})
        assert 'dir="rtl"' in response.text
        assert response.headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'; img-src 'self';"
        )


async def test_with_assets_the_api_is_swagger_ui_under_a_policy_of_its_own(
    told: tuple[ServiceDatabase, Tokens], tmp_path: Path
) -> None:
    names = {name: Built(file=name.replace(".", ".0123456789ab.")) for name in SWAGGER}
    (tmp_path / MANIFEST).write_text(Manifest(files=names).model_dump_json(), "utf-8")
    made, tokens = told
    async with Database(made.app, made.app_password) as database, opened(database, tokens, tmp_path) as public:
        page = await public.client.get("/api/v1/docs")
        assert page.headers["content-security-policy"] == SWAGGER_POLICY
        assert all(f'"/assets/{built.file}"' in page.text for built in names.values())
        assert "<style" not in page.text
        table = await public.client.get("/api/v1/docs", params={"view": "table"})
        assert "data:" not in table.headers["content-security-policy"]
        assert "<table" in table.text
