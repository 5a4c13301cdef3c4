"""Map frames: which part of the map a page shows, in the units of the sprite (deploy/assets/mapbuild.py)."""

from collections.abc import Iterable, Mapping

WORLD = "0 0 2000 875"
REGIONS: Mapping[str, str] = {
    "africa": "630 190 950 570",
    "asia-pacific": "820 90 1180 740",
    "eastern-europe": "1000 0 1000 520",
    "latin-america-and-caribbean": "80 220 1050 655",
}
"""Western Europe and other states stand on four continents."""


def frame(regions: Iterable[str]) -> str:
    """The view box for states of these regions: of one region where they all are in it, else the whole world."""
    distinct = set(regions)
    return REGIONS.get(distinct.pop(), WORLD) if len(distinct) == 1 else WORLD
