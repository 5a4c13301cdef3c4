"""Rings on the globe brought onto the map: unwrapped, cut at 180 degrees, projected by Equal Earth.

Positions on the globe are (longitude, latitude) in degrees, on the map (x to the right, y down) in the unit sphere's radii.
"""

import math
from collections.abc import Iterator, Sequence
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = Sequence[Point]

# Equal Earth (Šavrič, Patterson, Jenny 2018, International Journal of Geographical Information Science 33, 3).
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
HALF_WIDTH = math.pi / (_M * _A1)
"""x of the equator at 180 degrees."""


def equal_earth(point: Point) -> Point:
    """Where a position of the globe is on the map."""
    longitude, latitude = (math.radians(part) for part in point)
    theta = math.asin(_M * math.sin(latitude))
    square = theta * theta
    sixth = square**3
    x = longitude * math.cos(theta) / (_M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)))
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return x, -y


def unwrapped(ring: Ring) -> list[Point]:
    """The ring without jumps: a step over 180 degrees goes on beyond it instead of all the way back."""
    points = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((points[-1][0] - longitude) / 360)
        points.append((longitude + 360 * turns, latitude))
    return points


def cut(ring: Ring) -> Iterator[list[Point]]:
    """The parts of an unwrapped ring between -180 and 180 degrees, each moved there; a part may touch the edge."""
    for turn in (-1, 0, 1):
        moved = [(longitude + 360 * turn, latitude) for longitude, latitude in ring]
        part = _clipped([(-x, y) for x, y in _clipped(moved)])
        if len(part) > 2:
            yield [(-x, y) for x, y in part]


def _clipped(ring: Ring) -> list[Point]:
    """The part of a ring with longitudes up to 180 (Sutherland and Hodgman, one edge)."""
    kept: list[Point] = []
    for (x1, y1), (x2, y2) in zip((*ring[-1:], *ring), ring, strict=False):
        if (x1 > 180) != (x2 > 180):
            kept.append((180.0, y1 + (y2 - y1) * (180 - x1) / (x2 - x1)))
        if x2 <= 180:
            kept.append((x2, y2))
    return kept


def area(ring: Ring) -> float:
    """The signed area of a ring in the plane."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip((*ring[-1:], *ring), ring, strict=False)) / 2


def middle(ring: Ring) -> Point:
    """The middle of the box around a ring."""
    xs, ys = zip(*ring, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
