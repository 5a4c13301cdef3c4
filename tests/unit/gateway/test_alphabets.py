"""Keys that sort as readers of a language expect."""

from itertools import pairwise

import pytest

from services.gateway.application.alphabets import sort_keys


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
