"""Names on pages: asked of enrollment in the reader's name, shown, missing or unavailable; never kept."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.contracts.enrollment.person import (
    AddressRecorded,
    AddressRemoved,
    ConsentGiven,
    ConsentWithdrawn,
    LanguageChosen,
    NameRecorded,
    PostDetailsRecorded,
    PostTakenUp,
)
from tests.component.gateway.public import Public
from tests.component.gateway.story import ANNA, JUAN, LATIN_AMERICA, MARIA, SEMINAR, story
from tests.support.feed import Feed

CANARY = "Ñandú-Canary"
IDENTITY = {
    "given_name": "María",
    "family_name": CANARY,
    "title": "Dr",
    "post": {"body": "A ministry", "rank": None, "title": "Head"},
}
NAME = {"given_name": "María", "family_name": CANARY, "title": "Dr"}
UNAVAILABLE = {"name": None, "name_status": "unavailable"}


def _feed() -> Feed:
    """The story, and what happened to Maria afterwards: another post, a name, consents."""
    feed, scopes = story(), ("secretariat", "state:ARG")
    contact = uuid4()
    for event, on in (
        (PostTakenUp(state="ARG", sector="defence", level="senior"), "2010"),
        (NameRecorded(person=MARIA), "2010"),
        (PostDetailsRecorded(person=MARIA, state="ARG", sector="defence"), "2010"),
        (AddressRecorded(person=MARIA, contact=contact, channel="email"), "2010"),
        (AddressRemoved(person=MARIA, contact=contact, channel="email"), "2011"),
        (ConsentGiven(person=MARIA, purpose="directory"), "2010"),
        (ConsentWithdrawn(person=MARIA, purpose="directory"), "2012"),
        (ConsentGiven(person=MARIA, purpose="messages"), "2012"),
        (LanguageChosen(person=MARIA, language="es"), "2012"),
    ):
        feed.say("person", MARIA, event, on, scopes=scopes)
    return feed


@pytest.fixture
async def known(own: Public) -> Public:
    await own.hear(_feed(), len(story().said))
    own.names.answers["names"] = {"persons": {str(MARIA): {"identity": IDENTITY}}, "more": False}
    return own


def _of(items: list[Any], person: UUID) -> Any:
    (found,) = [item for item in items if item["person"] == str(person)]
    return found


async def test_alumni_have_names_where_enrollment_tells_them(known: Public) -> None:
    known.names.answers["names"]["persons"][str(JUAN)] = {"identity": {"erased": True}}
    items = await known.items("/alumni", "secretariat")
    assert _of(items, MARIA)["name"] == NAME
    assert (_of(items, JUAN)["name"], _of(items, JUAN)["name_status"]) == (None, "erased")
    assert not {"name", "name_status"} & set(_of(items, ANNA))
    ((path, asked),) = known.names.asked
    assert (path, asked["purpose"], asked["groups"]) == ("names", "alumni-page", ["identity"])
    assert sorted(asked["ids"]) == sorted(map(str, (MARIA, JUAN, ANNA)))


async def test_only_persons_inside_the_grant_are_asked_for(known: Public) -> None:
    await known.items("/alumni", "admin.latin-america")
    ((_, asked),) = known.names.asked
    assert sorted(asked["ids"]) == sorted(map(str, (MARIA, JUAN)))
    assert await known.items("/alumni", "admin.africa") == []
    assert len(known.names.asked) == 1


@pytest.mark.parametrize("status", [401, 403, 422, 500, 503])
async def test_a_page_is_served_without_names_when_enrollment_refuses(known: Public, status: int) -> None:
    known.names.status = status
    assert all(item.items() >= UNAVAILABLE.items() for item in await known.items("/alumni"))
    assert (await known.told(f"/persons/{MARIA}")).items() >= UNAVAILABLE.items()


async def test_a_page_is_served_without_names_when_enrollment_is_away_or_talks_nonsense(known: Public) -> None:
    known.names.answers["names"] = {"persons": {str(MARIA): {"identity": {"surprise": 1}}}}
    assert (await known.told(f"/persons/{MARIA}")).items() >= UNAVAILABLE.items()
    known.names.down = True
    assert (await known.told(f"/persons/{MARIA}")).items() >= UNAVAILABLE.items()
    assert (await known.post("/people/search", {"text": "mar"})).status_code == 503
    assert (await known.get("/view-log")).status_code == 503


@pytest.mark.parametrize(("why", "status"), [("not-recorded", "not-recorded"), ("keys-away", "unavailable")])
async def test_a_name_that_cannot_be_told_says_why(known: Public, why: str, status: str) -> None:
    known.names.answers["names"] = {"persons": {str(MARIA): {"identity": {"unavailable": True, "why": why}}}}
    told = await known.told(f"/persons/{MARIA}")
    assert (told["name"], told["name_status"]) == (None, status)


async def test_a_persons_page_has_the_past_in_codes_and_the_name(known: Public) -> None:
    told = await known.told(f"/persons/{MARIA}", "admin.latin-america")
    assert (told["id"], told["version"], told["name"], told["post_details"]) == (
        str(MARIA),
        10,
        NAME,
        IDENTITY["post"],
    )
    assert [(post["sector"], post["since"], post["until"]) for post in told["posts"]] == [
        ("justice", "2007", "2010"),
        ("defence", "2010", None),
    ]
    assert told["consents"] == [
        {"purpose": "directory", "since": "2010", "until": "2012"},
        {"purpose": "messages", "since": "2012", "until": None},
    ]
    assert (told["language"], told["contacts"]) == ("es", [])
    assert [one["seminar"] for one in told["graduations"]] == [str(SEMINAR), str(SEMINAR)]
    assert [(one["seminar"], one["role"], one["graduated"]) for one in told["seminars"]] == [
        (str(SEMINAR), "participant", "2008-05-19")
    ]
    assert [(one["network"], one["state"], one["kind"]) for one in told["seats"]] == [
        (str(LATIN_AMERICA), "ARG", "national")
    ]
    earlier = await known.told(f"/persons/{MARIA}", as_of="2011-12-31")
    assert "language" not in earlier
    assert [one["purpose"] for one in earlier["consents"]] == ["directory"]
    assert earlier["seats"] == []


async def test_a_foreign_person_is_like_none_and_nobody_asks_for_the_name(known: Public) -> None:
    answers = [await known.get(f"/persons/{id}", "admin.latin-america") for id in (ANNA, uuid4(), "seven")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert known.names.asked == []
    assert (await known.get(f"/persons/{ANNA}", "reviewer")).status_code == 403


async def test_a_name_is_searched_by_form_or_json_and_stands_in_no_address(known: Public) -> None:
    known.names.answers["names/search"] = {"persons": {str(MARIA): {"identity": IDENTITY}}, "more": True}
    found = {"items": [{"id": str(MARIA), "name": NAME, "post_details": IDENTITY["post"]}], "more": True}
    answer = await known.post("/people/search", {"text": "ñan"})
    assert (answer.status_code, answer.json()) == (200, found)
    signed = {"Authorization": f"Bearer {known.tokens['auditor']}"}
    form = await known.client.post("/api/v1/people/search", data={"text": "ñan"}, headers=signed)
    assert (form.status_code, form.json()) == (200, found)
    assert known.names.asked == [("names/search", {"text": "ñan", "purpose": "search"})] * 2


@pytest.mark.parametrize(
    "content",
    [b"", b"text=a&text=b", b"text=%ff", b"text", b"text=" + b"a" * 5000, b"text=", b"text=a%0Ab", b"other=a", b"\xff"],
)
async def test_a_bad_form_is_refused_and_not_passed_on(known: Public, content: bytes) -> None:
    headers = {
        "Authorization": f"Bearer {known.tokens['auditor']}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    answer = await known.client.post("/api/v1/people/search", content=content, headers=headers)
    assert answer.status_code in {400, 413, 422}, answer.text
    assert known.names.asked == []


async def test_the_view_log_is_read_by_secretariat_and_auditor_through_enrollment(known: Public) -> None:
    row = {
        "position": 7,
        "at": "2026-01-01T00:00:00Z",
        "actor": str(uuid4()),
        "role": "auditor",
        "caller": "gateway",
        "purpose": "person-page",
        "request": str(uuid4()),
        "subjects": [str(MARIA)],
        "withheld": [],
        "groups": ["identity"],
        "decision": "shown",
    }
    known.names.answers["view-log"] = {"items": [row], "next": 7}
    assert await known.told("/view-log", "auditor", before=9, subject=str(MARIA)) == {"items": [row], "next": 7}
    assert known.names.asked == [("view-log", {"before": "9", "subject": str(MARIA)})]
    assert (await known.get("/view-log", "admin.latin-america")).status_code == 403
    for query in ("before=x", "subject=seven", "colour=red"):
        signed = {"Authorization": f"Bearer {known.tokens['auditor']}"}
        assert (await known.client.get(f"/api/v1/view-log?{query}", headers=signed)).status_code == 400
    assert len(known.names.asked) == 1


async def test_no_name_is_kept_or_logged(known: Public, capsys: pytest.CaptureFixture[str]) -> None:
    assert CANARY in (await known.get("/alumni")).text
    await known.post("/people/search", {"text": CANARY})
    known.names.answers["names"] = {"persons": {str(MARIA): {"identity": {"family_name": CANARY, "given_name": 7}}}}
    assert CANARY not in (await known.get(f"/persons/{MARIA}")).text
    known.names.status = 500
    await known.post("/people/search", {"text": CANARY})
    written = capsys.readouterr()
    assert CANARY not in written.out + written.err
    async with known.database.transaction() as connection:
        tables = await connection.fetch("select format('%I.%I', schemaname, tablename) as name from pg_tables")
        for name in (row["name"] for row in tables if not row["name"].startswith(("pg_catalog", "information_schema"))):
            held = await connection.fetchval(f"select count(*) from {name} t where t::text like $1", f"%{CANARY}%")
            assert held == 0, name
