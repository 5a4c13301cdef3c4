"""A sealed value opens with its own key at its own place, and nowhere else (security.md K2)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.enrollment.adapters.sealing import KEY_BYTES, Place, prefixed, seal, unseal
from shared.contracts.privacy import Group

PLACE = Place(UUID(int=1), Group.IDENTITY, 1, "name", "4", "given_name")
KEY = bytes(KEY_BYTES)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": UUID(int=2)},
        {"group": Group.CONTACT},
        {"key_version": 2},
        {"kind": "post"},
        {"record": "5"},
        {"field": "family_name"},
        {"kind": "name4", "record": ""},
    ],
    ids=str,
)
def test_at_another_place_it_does_not_open(change: dict[str, Any]) -> None:
    sealed = seal(KEY, PLACE.bound(), b"Ana")
    assert unseal(KEY, PLACE.bound(), sealed) == b"Ana"
    assert unseal(KEY, replace(PLACE, **change).bound(), sealed) is None
    assert unseal(bytes(31) + b"1", PLACE.bound(), sealed) is None


def test_the_same_value_is_never_sealed_alike() -> None:
    assert seal(KEY, b"", b"Ana") != seal(KEY, b"", b"Ana")


@given(some.binary(max_size=60))
def test_other_bytes_do_not_open(junk: bytes) -> None:
    assert unseal(KEY, PLACE.bound(), junk) is None


@given(some.lists(some.text()), some.lists(some.text()))
def test_two_lists_of_parts_are_never_bound_alike(one: list[str], other: list[str]) -> None:
    assert (prefixed(*one) == prefixed(*other)) == (one == other)
