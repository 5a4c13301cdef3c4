"""Keys that sort as readers of a language expect."""

from itertools import pairwise

import pytest
from babel import Locale
from pyuca.collator import Collator_10_0_0

from services.gateway.application.alphabets import collator, sort_keys
from services.gateway.entrypoints.console.language.speech import REGIONS


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("en", ["Chad", "Côte d'Ivoire", "Croatia", "São Tomé", "Türkiye", "Turkmenistan"]),
        ("es", ["África", "Emiratos", "España", "Nación", "Nzambi", "Ñandú", "Omán", "Úbeda", "Uganda"]),
        ("fr", ["Éthiopie", "Fidji", "Haïti", "Honduras", "Îles Salomon", "Inde"]),
        ("pt", ["África", "Áustria", "Azerbaijão", "Índia", "Itália"]),
        ("ar", ["الاتحاد الروسي", "إثيوبيا", "الأردن", "إسبانيا", "بلجيكا", "تركيا", "النمسا"]),
    ],
)
def test_names_sort_by_their_keys(language: str, ordered: list[str]) -> None:
    keys = [sort_keys({language: name})[language] for name in ordered]
    assert all(before < after for before, after in pairwise(keys)), ordered


def test_a_name_has_one_key_however_its_accents_are_written() -> None:
    assert sort_keys({"es": "Espan\u0303a"}) == sort_keys({"es": "España"})


def test_the_part_of_the_table_that_is_read_makes_the_keys_of_the_whole() -> None:
    whole = Collator_10_0_0()
    names = [name for region in REGIONS.values() for name in Locale.parse(region).territories.values()]
    assert len(names) > 1000
    assert [name for name in names if collator().sort_key(name) != whole.sort_key(name)] == []


def test_a_letter_of_another_script_sorts_behind_ours() -> None:
    keys = [sort_keys({"en": name})["en"] for name in ("Zambia", "日本")]
    assert keys[0] < keys[1]
