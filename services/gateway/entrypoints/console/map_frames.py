"""Map frames: which part of the map a page shows, in the units of the sprite (deploy/assets/mapbuild.py)."""

from collections.abc import Iterable, Mapping

WORLD = "0 0 2000 875"
REGIONS: Mapping[str, str] = {
    "africa": "830 190 540 570",
    "asia-pacific": "1090 90 910 740",
    "eastern-europe": "1000 0 1000 430",
    "latin-america-and-caribbean": "320 220 560 655",
}
"""Western Europe and other states stand on four continents."""


def frame(regions: Iterable[str]) -> str:
    """The view box for states of these regions: of one region where they all are in it, else the whole world."""
    distinct = set(regions)
    return REGIONS.get(distinct.pop(), WORLD) if len(distinct) == 1 else WORLD
