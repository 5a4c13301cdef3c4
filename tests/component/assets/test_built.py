"""What the build makes of the pinned packages: sizes of console.md 3, and a map with every state of the register."""

import csv
import re
from pathlib import Path

import pytest

from deploy.assets.build import REGISTER, is_built
from deploy.assets.mapbuild import HEIGHT, OTHER_LAND, WIDTH
from services.gateway.adapters.assets import SUFFIXES, read_manifest

NAMES = {"app.js", "docs.js", "htmx.js", "map.css", "map.svg", "print.css", "swagger-ui.css", "swagger-ui.js"}
SYMBOL = re.compile(r'<symbol id="(\w+)" overflow="visible"><path d="([^"]+)"/></symbol>')
SUBPATH = re.compile(r"M(\d+) (-?\d+)l([-\d ]+)z")


@pytest.fixture(scope="session")
def shapes(built: Path) -> dict[str, str]:
    """Paths of the sprite by symbol."""
    sprite = (built / read_manifest(built).files["map.svg"].file).read_text("utf-8")
    return dict(SYMBOL.findall(sprite))


def steps(path: str) -> list[tuple[int, int, list[int]]]:
    """Each outline: where it starts, and its steps to the right, the closing one too."""
    found = []
    for x, y, numbers in SUBPATH.findall(path):
        across = [int(number) for number in re.findall(r"-?\d+", numbers)][::2]
        found.append((int(x), int(y), [*across, -sum(across)]))
    return found


def test_every_asset_lies_there_in_three_forms(built: Path) -> None:
    manifest = read_manifest(built)
    assert set(manifest.files) >= NAMES
    assert is_built(built)
    for one in manifest.files.values():
        assert one.codings == ("br", "gzip")
        sizes = [(built / (one.file + ending)).stat().st_size for ending in ("", ".gz", ".br")]
        assert sizes == sorted(sizes, reverse=True)


def test_the_sprite_is_small(built: Path) -> None:
    packed = built / (read_manifest(built).files["map.svg"].file + SUFFIXES["gzip"])
    assert packed.stat().st_size <= 24_000


def test_every_state_of_the_register_has_a_shape(shapes: dict[str, str]) -> None:
    with REGISTER.open(encoding="utf-8", newline="") as file:
        register = {row["iso3"] for row in csv.DictReader(file)}
    assert shapes.keys() == register | {OTHER_LAND}
    assert len(register) == 195


def test_no_line_is_longer_than_a_third_of_the_map(shapes: dict[str, str]) -> None:
    longest = {
        code: max((abs(step) for *_, line in steps(path) for step in line), default=0) for code, path in shapes.items()
    }
    assert max(longest.values()) < WIDTH / 3, longest
    assert longest["RUS"] > 0


def test_russia_ends_at_both_edges_and_is_nowhere_between(shapes: dict[str, str]) -> None:
    starts = [x for x, *_ in steps(shapes["RUS"])]
    assert min(starts) < WIDTH / 4
    assert not [x for x in starts if WIDTH / 4 < x < WIDTH / 2]


def test_small_states_are_dots_inside_the_map(shapes: dict[str, str]) -> None:
    for code in ("FJI", "TUV", "KIR", "VAT", "SGP", "MDV"):
        dot = re.fullmatch(r"M(\d+) (\d+)a.*z", shapes[code])
        assert dot, code
        assert 0 < int(dot[1]) < WIDTH
        assert 0 < int(dot[2]) < HEIGHT


def test_states_stand_where_they_are(shapes: dict[str, str]) -> None:
    """West is left, north is up."""
    first = {code: re.match(r"M(\d+) (-?\d+)", path) for code, path in shapes.items()}
    where = {code: (int(found[1]), int(found[2])) for code, found in first.items() if found}
    assert where["ARG"][0] < where["BRA"][0] < where["GHA"][0] < where["KEN"][0] < where["JPN"][0] < where["NZL"][0]
    assert where["NOR"][1] < where["ESP"][1] < where["NGA"][1] < where["ZAF"][1]
