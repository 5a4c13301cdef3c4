"""A plan as it was filled in: dates as exactly as they are known, what is wrong, and the command that comes of it."""

from typing import Any
from uuid import UUID

import pytest
from starlette.datastructures import FormData

from services.gateway.entrypoints.console.planning.draft import MOST_PARTS, RULES, Draft, slug_of
from services.gateway.entrypoints.console.planning.refusal import wrong_fields
from services.gateway.entrypoints.console.planning.when import EXACT, When
from services.gateway.entrypoints.console.sending import Refused

EDITIONS = {"00000000-0000-0000-0000-0000000000c1": "Global"}
COUNTRIES = {"CIV": "C\u00f4te d\u2019Ivoire", "POL": "Poland"}
FILLED = {
    "key": "22e5c956-a321-4c32-b878-93416084efff",
    "title": "Fourth cycle",
    "edition": next(iter(EDITIONS)),
    "parts": "2",
    "part-0-place": "O\u015bwi\u0119cim",
    "part-0-country": "poland",
    "part-0-exact": "interval",
    "part-0-first": "2027-05-02",
    "part-0-last": "2027-05-09",
    "part-1-place": "O\u015bwi\u0119cim",
    "part-1-country": "CIV",
    "part-1-exact": "season",
    "part-1-first": "2028-04-30",
    "capacity-participant": "20",
    "capacity-guest": "",
}


def draft(**changed: str) -> Draft:
    return Draft.read(FormData({**FILLED, **{name.replace("_", "-"): text for name, text in changed.items()}}))


@pytest.mark.parametrize(
    ("exact", "first", "last", "text"),
    [
        ("day", "2027-05-02", "", "2027-05-02"),
        ("interval", "2027-05-02", "2027-05-09", "2027-05-02/2027-05-09"),
        ("month", "2027-05-02", "", "2027-05"),
        ("season", "2027-05-02", "", "spring 2027"),
        ("season", "2027-11-30", "", "autumn 2027"),
        ("year", "2027-05-02", "", "2027"),
        ("by", "2027-05-02", "", "by 2027-05-02"),
    ],
)
def test_a_date_is_as_exact_as_it_is_said_to_be(exact: str, first: str, last: str, text: str) -> None:
    assert str(When(exact, first, last).date()) == text
    assert exact in EXACT


@pytest.mark.parametrize(
    "when",
    [
        When(),
        When("interval", "2027-05-02"),
        When("interval", "2027-05-09", "2027-05-02"),
        When("season", "2027-01-15"),
        When("day", "2027-02-30"),
        When("day", "\u0662\u0660\u0662\u0667-05-02"),
        When("century", "2027-05-02"),
    ],
    ids=str,
)
def test_what_is_no_date_is_refused(when: When) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (of several parsers)
        when.date()


def test_a_filled_form_becomes_the_command() -> None:
    filled = draft()
    assert filled.wrong(EDITIONS, COUNTRIES) == {}
    assert filled.body(COUNTRIES) == {
        "slug": "fourth-cycle",
        "title": "Fourth cycle",
        "edition": FILLED["edition"],
        "parts": [
            {"code": "oswiecim", "place": FILLED["part-0-place"], "country": "POL", "dates": "2027-05-02/2027-05-09"},
            {"code": "oswiecim-2", "place": FILLED["part-0-place"], "country": "CIV", "dates": "spring 2028"},
        ],
        "capacity": {"participant": 20},
        "organisers": [],
        "occurred_on": None,
        "source": None,
        "page": None,
    }
    assert draft(part_1_country="cote d'ivoire").body(COUNTRIES)["parts"][1]["country"] == "CIV"


@pytest.mark.parametrize(
    ("changed", "field", "rule"),
    [
        ({"title": ""}, "title", "title"),
        ({"title": "a" * 301}, "title", "title"),
        ({"title": "\u202eevil"}, "title", "title"),
        ({"title": "<b>"}, "title", "title"),
        ({"title": "\u0633"}, "slug", "slug"),  # nothing to make an address of
        ({"slug": "Not A Slug"}, "slug", "slug"),
        ({"edition": "x"}, "edition", "edition"),
        ({"part_1_place": ""}, "part-1-place", "place"),
        ({"part_0_country": "Atlantis"}, "part-0-country", "country"),
        ({"part_0_last": "2027-05-01"}, "part-0-first", "dates"),
        ({"capacity_participant": "0"}, "capacity-participant", "capacity"),
        ({"capacity_participant": ""}, "capacity-participant", "capacity"),
        ({"capacity_guest": "many"}, "capacity-participant", "capacity"),
        ({"occurred_first": "yesterday"}, "occurred-first", "occurred"),
        ({"page": "a" * 201}, "page", "page"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(changed: dict[str, str], field: str, rule: str) -> None:
    filled = draft(**changed)
    assert filled.wrong(EDITIONS, COUNTRIES) == {field: RULES[rule]}
    name = next(iter(changed)).replace("_", "-")
    assert changed[next(iter(changed))] in {"", *_texts(filled)}, f"{name} was lost"


def _texts(filled: Draft) -> set[str]:
    parts = {text for part in filled.parts for text in (part.place, part.country, part.when.first, part.when.last)}
    said = {filled.title, filled.slug, filled.edition, filled.occurred.first, filled.page}
    return parts | said | set(filled.capacity.values())


def test_a_form_of_another_shape_is_still_a_form() -> None:
    odd = Draft.read(
        FormData([("parts", "99"), ("key", "not-a-key"), ("title", "a"), ("title", "b"), ("organisers", "x")])
    )
    assert len(odd.parts) == MOST_PARTS
    assert UUID(odd.key)
    assert odd.title == "b"
    assert len(Draft.read(FormData({"parts": "-1"})).parts) == 1
    assert len(Draft.new().without_part().parts) == 1
    assert len(odd.with_part().parts) == MOST_PARTS


@pytest.mark.parametrize(
    ("text", "slug"), [("A  Caf\u00e9, 2027!", "a-cafe-2027"), ("\u0633", ""), ("x" * 80, "x" * 64)]
)
def test_an_address_is_made_of_a_title(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@pytest.mark.parametrize(
    ("problem", "fields"),
    [
        ({"code": "invalid", "errors": [{"pointer": "/parts/1/dates", "rule": "x"}]}, {"part-1-first": RULES["dates"]}),
        (
            {"code": "invalid", "errors": [{"pointer": "/capacity/guest", "rule": "x"}]},
            {"capacity-participant": RULES["capacity"]},
        ),
        ({"code": "in-the-future", "errors": [{"pointer": "/occurred_on", "rule": "x"}]}, {"occurred-first": ""}),
        ({"code": "edition-retired", "errors": [{"pointer": "/edition", "rule": "x"}]}, {"edition": ""}),
        ({"code": "unknown-body", "errors": [{"pointer": "/organisers/0", "rule": "x"}]}, {"organisers": ""}),
        ({"code": "taken", "holder": "x"}, {"slug": ""}),
        ({"code": "invalid", "errors": [{"pointer": "/nonsense", "rule": "x"}]}, {}),
        ({"code": "idempotency-key-reused"}, {}),
    ],
)
def test_a_refusal_is_told_at_the_field_it_is_about(problem: dict[str, Any], fields: dict[str, str]) -> None:
    assert wrong_fields(Refused(409, problem["code"], problem)) == fields
