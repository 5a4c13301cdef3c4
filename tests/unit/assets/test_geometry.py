"""Rings across the 180th meridian stay whole: no state becomes a bar across the map."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.assets.geometry import HALF_WIDTH, Point, area, cut, equal_earth, unwrapped

CHUKOTKA = [(170.0, 60.0), (-170.0, 62.0), (-172.0, 68.0), (172.0, 70.0)]
TAVEUNI = [(179.4, -16.8), (-179.8, -16.7), (-179.9, -17.0), (179.5, -17.0)]


@pytest.mark.parametrize(("point", "x", "y"), [((0, 0), 0, 0), ((180, 0), 2.706630, 0), ((0, 90), 0, -1.317363)])
def test_the_projection_gives_the_published_extent(point: Point, x: float, y: float) -> None:
    assert equal_earth(point) == pytest.approx((x, y), abs=1e-5)


def test_the_projection_keeps_areas() -> None:
    """A cell of one degree covers as much of the map as of the globe, wherever it is."""
    for south in (0, 30, 60, 80):
        cell = [(10, south), (11, south), (11, south + 1), (10, south + 1)]
        on_globe = math.radians(1) * (math.sin(math.radians(south + 1)) - math.sin(math.radians(south)))
        assert abs(area([equal_earth(point) for point in cell])) == pytest.approx(on_globe, rel=0.01)


@pytest.mark.parametrize("ring", [CHUKOTKA, TAVEUNI])
def test_a_ring_across_180_degrees_becomes_a_part_at_each_edge(ring: list[Point]) -> None:
    parts = list(cut(unwrapped(ring)))
    assert {min(x for x, _ in part) < 0 for part in parts} == {True, False}
    for part in parts:
        assert max(x for x, _ in part) - min(x for x, _ in part) < 15
    assert sum(abs(area(part)) for part in parts) == pytest.approx(abs(area(unwrapped(ring))))


def test_a_ring_elsewhere_stays_as_it_is() -> None:
    ring = [(10.0, 0.0), (20.0, 0.0), (20.0, 10.0)]
    (part,) = cut(unwrapped(ring))
    assert part == ring


@given(
    middle=st.floats(-180, 180),
    steps=st.lists(st.tuples(st.floats(0.1, 60), st.floats(-60, 60)), min_size=3, max_size=12),
)
def test_no_part_is_wider_than_its_ring(middle: float, steps: list[Point]) -> None:
    """Any ring that winds around a point, wherever the meridian crosses it."""
    turned = [math.tau * at / len(steps) for at in range(len(steps))]
    ring = [(middle + across * math.cos(angle), up) for angle, (across, up) in zip(turned, steps, strict=True)]
    wrapped = [((x + 180) % 360 - 180, y) for x, y in ring]
    width = max(x for x, _ in ring) - min(x for x, _ in ring)
    for part in cut(unwrapped(wrapped)):
        xs = [x for x, _ in part]
        assert min(xs) >= -180
        assert max(xs) <= 180
        assert max(xs) - min(xs) <= width + 1e-6
        assert all(abs(equal_earth(point)[0]) <= HALF_WIDTH + 1e-9 for point in part)
