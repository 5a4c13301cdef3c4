"""Names on a running system: shown in one's own network after the look is written down, nowhere else; without a log none leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx
import pytest

from tests.support.living import Asked

FAMILY_NAME = "Canario-Zq7"
AFRICAN_NAME = "Mwangi-Zq8"
LOG = "view_log"


def _registered(living: Asked, state: str, family_name: str) -> str:
    post = {"state": state, "sector": "justice", "level": "senior"}
    made = living.command("/enrollment/persons", post, uuid4().hex)
    assert made.status_code == 201, made.text
    person = str(made.json()["id"])
    name = {"given_name": "Ana", "family_name": family_name}
    kept = living.command(f"/enrollment/persons/{person}/record-name", name, uuid4().hex, made.json()["version"])
    assert kept.status_code == 200, kept.text
    assert family_name not in kept.text
    living.get("/overview", after=f"person/{person}@{kept.json()['version']}")
    return person


@pytest.fixture(scope="module")
def own(living: Asked) -> str:
    """Somebody in a state of the network latin-america."""
    return _registered(living, "ARG", FAMILY_NAME)


@pytest.fixture(scope="module")
def foreign(living: Asked) -> str:
    """Somebody of another network's state."""
    return _registered(living, "KEN", AFRICAN_NAME)


@pytest.fixture(scope="module")
def admin(living: Asked) -> Iterator[httpx.Client]:
    """The admin of latin-america."""
    handed = living.lemkin_json("token", "create", "--as", "admin.latin-america")
    signed = {"Authorization": f"Bearer {handed['token']}"}
    with httpx.Client(base_url=f"{living.system.installation.url}/api/v1", headers=signed, timeout=30) as client:
        yield client


@contextmanager
def _unwritable(living: Asked) -> Iterator[None]:
    server = living.system.installation.superuser
    server.run(f"revoke insert on {LOG} from enrollment_app", "enrollment")
    try:
        yield
    finally:
        server.run(f"grant insert on {LOG} to enrollment_app", "enrollment")


def test_an_admin_sees_a_name_in_the_own_network_and_the_look_is_on_record(
    living: Asked, admin: httpx.Client, own: str
) -> None:
    page = admin.get(f"/persons/{own}")
    assert page.status_code == 200, page.text
    assert page.json()["name"] == {"given_name": "Ana", "family_name": FAMILY_NAME, "title": None}
    row = living.get("/view-log", subject=own)["items"][0]
    assert (row["role"], row["purpose"], row["subjects"], row["decision"]) == (
        "regional_admin",
        "person-page",
        [own],
        "shown",
    )
    assert FAMILY_NAME not in str(row)


def test_nothing_of_a_foreign_person_is_told_nor_found(
    living: Asked, admin: httpx.Client, own: str, foreign: str
) -> None:
    page, none = admin.get(f"/persons/{foreign}"), admin.get(f"/persons/{uuid4()}")
    assert (page.status_code, page.content) == (none.status_code, none.content) == (404, none.content)
    found = admin.post("/people/search", json={"text": "ana"}).json()
    assert {item["id"] for item in found["items"]} >= {own}
    assert foreign not in {item["id"] for item in found["items"]}
    assert AFRICAN_NAME not in str(found)
    assert admin.post("/people/search", data={"text": "mwangi"}).json() == {"items": [], "more": False}
    everybody = living.http.post("/people/search", data={"text": "mwangi"}).json()
    assert [item["id"] for item in everybody["items"]] == [foreign]


def test_without_a_view_log_no_name_leaves_and_everything_else_works(
    living: Asked, admin: httpx.Client, own: str
) -> None:
    with _unwritable(living):
        page = admin.get(f"/persons/{own}")
        assert (page.status_code, page.json()["name"], page.json()["name_status"]) == (200, None, "unavailable")
        assert page.json()["posts"][0]["state"] == "ARG"
        assert FAMILY_NAME not in page.text
        assert all(item["name_status"] == "unavailable" for item in admin.get("/alumni").json()["items"])
        assert admin.post("/people/search", json={"text": "ana"}).status_code == 503
        assert living.get("/networks/latin-america")["slug"] == "latin-america"
    assert admin.get(f"/persons/{own}").json()["name"]["family_name"] == FAMILY_NAME
