"""The map as an SVG sprite: a symbol for each state of the register, one for all other land (console.md 3).

Outlines are those of 110 m; states too small for it are dots where 50 m has them. Both are by Natural Earth (public
domain). Land without a state of our register (and shapes without a code) is neutral: status comes from our facts alone.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from babel.core import get_global

from deploy.assets.geometry import HALF_WIDTH, Point, area, cut, equal_earth, middle, unwrapped
from deploy.assets.topology import Country, countries

WIDTH = 2000
"""Of the whole map, in its own units; a third of it is far more than any border that is right."""

NORTH, SOUTH = 84.0, -58.0
OTHER_LAND = "other"
ANTARCTICA = "010"
DOT = 7
SMALLEST_ISLAND = 6.0
SMALLEST_STATE = 40.0
"""Islands of a smaller area, in square units, are left out; a state that is smaller is a dot."""

NOT_IN_THE_ATLAS: Mapping[str, Point] = {"TUV": (179.2, -8.52)}
"""States that 50 m lacks too: Funafuti (UN Group of Experts on Geographical Names)."""

_SCALE = WIDTH / (2 * HALF_WIDTH)
_TOP = equal_earth((0, NORTH))[1] * _SCALE
HEIGHT = round(equal_earth((0, SOUTH))[1] * _SCALE - _TOP)


def sprite(coarse: Path, fine: Path, codes: Mapping[str, str]) -> str:
    """The sprite from the files of 110 m and 50 m; `codes`: alpha-3 by ISO number, of the states that are to be shown.

    Raises ValueError when a state has neither outline nor dot.
    """
    paths: dict[str, str] = {}
    neutral: list[str] = []
    for country in _read(coarse):
        path, code = _outline(country), codes.get(country.number or "")
        if code and path:
            paths[code] = path
        elif not code and country.number != ANTARCTICA:
            neutral.append(path)
    for country in _read(fine):
        code = codes.get(country.number or "")
        if code and code not in paths:
            largest = max((unwrapped(ring) for ring in country.rings), key=lambda ring: abs(area(ring)))
            paths[code] = _dot(middle(largest))
    paths |= {code: _dot(place) for code, place in NOT_IN_THE_ATLAS.items() if code in codes.values()}
    missing = set(codes.values()) - paths.keys()
    if missing:
        raise ValueError(f"states without a shape: {', '.join(sorted(missing))}")
    symbols = "".join(_symbol(code, path) for code, path in sorted(paths.items()))
    view = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {view}>{symbols}{_symbol(OTHER_LAND, "".join(neutral))}</svg>'


def codes_of_register(register: Path) -> dict[str, str]:
    """Alpha-3 by ISO number, former numbers too, of the states in the CSV file `register`; from CLDR's territory aliases."""
    with register.open(encoding="utf-8", newline="") as file:
        codes = {row["iso2"]: row["iso3"] for row in csv.DictReader(file)}
    aliases = get_global("territory_aliases").items()
    return {
        number: codes[names[0]]
        for number, names in aliases
        if number.isdigit() and len(names) == 1 and names[0] in codes
    }


def _read(path: Path) -> list[Country]:
    return countries(json.loads(path.read_text("utf-8")))


def _outline(country: Country) -> str:
    """The paths of its rings, without small islands; empty when its largest ring is hardly seen."""
    rings = [_projected(part) for ring in country.rings for part in cut(unwrapped(ring))]
    areas = [abs(area(ring)) for ring in rings]
    if max(areas) < SMALLEST_STATE:
        return ""
    return "".join(_path(ring) for ring, size in zip(rings, areas, strict=True) if size >= SMALLEST_ISLAND)


def _projected(ring: Sequence[Point]) -> list[tuple[int, int]]:
    """In whole units of the map, without repetitions."""
    points = [_placed(point) for point in ring]
    return [point for point, before in zip(points, (points[-1], *points), strict=False) if point != before]


def _placed(point: Point) -> tuple[int, int]:
    x, y = equal_earth(point)
    return round(x * _SCALE + WIDTH / 2), round(y * _SCALE - _TOP)


def _path(ring: Sequence[tuple[int, int]]) -> str:
    """A closed path of relative lines, as short as SVG allows."""
    start, *rest = ring
    steps = [(x - px, y - py) for (x, y), (px, py) in zip(rest, ring, strict=False)]
    return (
        f"M{start[0]} {start[1]}l"
        + " ".join(f"{x}{y}" if y < 0 else f"{x} {y}" for x, y in steps).replace(" -", "-")
        + "z"
    )


def _dot(place: Point) -> str:
    """A disc as a path, around a position that may lie beyond 180 degrees."""
    longitude, latitude = place
    x, y = _placed(((longitude + 180) % 360 - 180, latitude))
    return f"M{x - DOT} {y}a{DOT} {DOT} 0 1 0 {2 * DOT} 0a{DOT} {DOT} 0 1 0-{2 * DOT} 0z"


def _symbol(code: str, path: str) -> str:
    # Visible beyond its own box: a page may show a part of the map only, by the view box of its own picture.
    return f'<symbol id="{code}" overflow="visible"><path d="{path}"/></symbol>'
