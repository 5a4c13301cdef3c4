"""Swagger UI from our own files, under its policy: it shows the document and asks nobody else for anything."""

import json
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import expect

from services.gateway.entrypoints.api.documents import openapi
from services.gateway.entrypoints.console.areas.reference import SWAGGER_POLICY
from services.gateway.entrypoints.console.render import TEMPLATES
from services.gateway.entrypoints.serve import frozen
from tests.component.assets.site import Site


@pytest.fixture
def document(site: Site) -> Site:
    """The site with the page and the document."""
    speech = SimpleNamespace(language="en", direction="ltr")
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    template = environment.get_template("pages/reference/swagger.html")
    site.page("/api/v1/docs", template.render(asset=site.url, speech=speech, _=str), SWAGGER_POLICY)
    text = json.dumps(openapi(frozen()))
    site.answers["/api/v1/openapi.json"] = lambda _: {"body": text, "content_type": "application/json"}
    site.answers["/icon.svg"] = lambda _: {
        "body": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "content_type": "image/svg+xml",
    }
    return site


def test_it_shows_the_operations_without_complaint(document: Site) -> None:
    """Policy breaches and foreign requests would be complaints, and fail the fixture. It draws only what is in view."""
    page = document.open("/api/v1/docs")
    expect(page.get_by_role("heading", name="Lemkin")).to_be_visible()
    paths = [path for path in openapi(frozen())["paths"] if "{" not in path]
    expect(page.locator(".opblock").first).to_contain_text(paths[0])
    page.locator(".opblock-summary-control").first.click()
    expect(page.locator(".opblock-body").first).to_be_visible()
