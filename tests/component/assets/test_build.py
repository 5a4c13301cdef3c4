"""The build: what it keeps, what it costs the second time, and what happens without a network."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.assets.build import build, is_built
from deploy.assets.packages import AssetsNotBuilt, packages
from deploy.cli import assets
from services.gateway.adapters.assets import SOURCES, read_manifest

Edit = Callable[[str], str]


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither a network nor what uv kept of it."""
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))


@pytest.fixture
def edited(built: Path, offline: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Edit:
    """Builds, without a network, from sources whose script has one more line; returns its file."""
    sources, output = tmp_path / "sources", tmp_path / "output"
    shutil.copytree(SOURCES, sources)
    shutil.copytree(built, output)
    monkeypatch.setattr("deploy.assets.build.SOURCES", sources)

    def edit(line: str) -> str:
        with (sources / "app.js").open("a", encoding="utf-8") as script:
            script.write(f"{line}\n")
        assert not is_built(output)
        return str(output / build(output, lambda _: None).files["app.js"].file)

    return edit


def test_another_script_needs_no_network_and_has_another_name(edited: Edit, built: Path) -> None:
    before = read_manifest(built).files
    file = Path(edited("// 1"))
    after = read_manifest(file.parent).files
    assert after["app.js"] != before["app.js"]
    assert {name for name in after if after[name] != before[name]} == {"app.js"}
    assert file.read_text("utf-8").endswith("// 1\n")
    assert is_built(file.parent)


def test_files_of_the_build_before_stay_and_older_ones_go(edited: Edit) -> None:
    first, second, third = (Path(edited(f"// {number}")) for number in range(3))
    assert third.is_file()
    assert second.is_file()
    assert not first.exists()
    assert not list(first.parent.glob(f"{first.name}.*"))


def test_a_file_that_is_missing_is_built_again(edited: Edit) -> None:
    file = Path(edited("// 1"))
    file.with_name(f"{file.name}.br").unlink()
    assert not is_built(file.parent)
    build(file.parent, lambda _: None)
    assert is_built(file.parent)


@pytest.mark.usefixtures("offline")
def test_without_a_network_it_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with pytest.raises(AssetsNotBuilt, match="uv: "):
        packages(kept, lambda _: None)
    assert [path.name for path in kept.iterdir()] == [".lock"]


@pytest.mark.usefixtures("offline")
def test_lemkin_up_goes_on_without_assets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("deploy.embedded.layout.ASSETS", tmp_path / "assets")
    monkeypatch.setattr("deploy.assets.build.PACKAGES", tmp_path / "kept")
    assets.ensure()
    assert "pages do without scripts and map" in capsys.readouterr().err
    assert not read_manifest(tmp_path / "assets").files
