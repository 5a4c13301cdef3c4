"""Reads TopoJSON as world-atlas has it: countries with their rings (specification: topojson-specification, 1.0)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from deploy.assets.geometry import Point


@dataclass(frozen=True, slots=True)
class Country:
    """A shape: its ISO 3166 number as three digits (None: it has none), and its rings, holes too, in degrees."""

    number: str | None
    rings: tuple[tuple[Point, ...], ...]


def countries(topology: Mapping[str, Any]) -> list[Country]:
    """The shapes of the object `countries`."""
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    found = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = tuple(_ring(ring, arcs) for polygon in polygons for ring in polygon)
        found.append(Country(geometry.get("id"), rings))
    return found


def _arc(steps: Sequence[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> list[Point]:
    """Positions from quantised steps."""
    (x, y), (x0, y0) = transform["scale"], transform["translate"]
    sums = accumulate(((step[0], step[1]) for step in steps), lambda a, b: (a[0] + b[0], a[1] + b[1]))
    return [(x0 + x * across, y0 + y * up) for across, up in sums]


def _ring(indexes: Sequence[int], arcs: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    """One ring of several arcs; a negative index is the arc `~index` backwards. The last point, the first again, is left out."""
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[:-1]
    return tuple(points)
