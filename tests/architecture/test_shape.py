"""The shape of the code: contracts between folders, few arrows, small files, no hidden imports."""

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
OURS = ("services", "shared", "deploy")
ARROWS = 26
SERVICES = {"enrollment", "gateway", "network", "notifications"}
MODULE_LINES = 250
SHARED_STATEMENTS = 2_200


def _sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _statements(path: Path) -> int:
    """What there is to read: statements without imports and docstrings, however the formatter wraps them."""
    return sum(
        isinstance(node, ast.stmt)
        and not isinstance(node, ast.Import | ast.ImportFrom)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in ast.walk(ast.parse(path.read_text()))
    )


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def _room(module: str) -> str:
    """What a newcomer would see as one room: the published language of one service, its common words, a module of the base."""
    parts = module.split(".")
    if parts[1:2] == ["contracts"]:
        return ".".join(parts[:3]) if parts[2:3] and parts[2] in SERVICES else "shared.contracts"
    return ".".join(parts[:2])


def test_few_arrows_leave_a_service() -> None:
    graph = grimp.build_graph("services", "shared")
    rooms: dict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        if module.startswith("services."):
            for target in graph.find_modules_directly_imported_by(module):
                if not target.startswith("services."):
                    rooms[module.split(".")[1]].add(_room(target))
    assert set(rooms) == SERVICES
    for service, targets in rooms.items():
        assert len(targets) <= ARROWS, f"{service} has {len(targets)} arrows: {sorted(targets)}"


def test_a_file_is_read_in_one_sitting() -> None:
    lines = {path: len(path.read_text().splitlines()) for path in _sources(*OURS, "benchmarks", "tests")}
    assert not {str(path.relative_to(ROOT)): count for path, count in lines.items() if count > MODULE_LINES}


def test_the_base_stays_small() -> None:
    """docs/decisions/0009: the base without contracts in statements."""
    assert sum(_statements(path) for path in _sources("shared") if "contracts" not in path.parts) <= SHARED_STATEMENTS


def _hidden_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    yield f"{path.relative_to(ROOT)}:{inner.lineno} imports inside a function"
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for inner in node.body:
                if isinstance(inner, ast.ImportFrom) and (inner.module or "").split(".")[0] in OURS:
                    yield f"{path.relative_to(ROOT)}:{inner.lineno} imports our own folder for types only"


def test_every_import_can_be_seen() -> None:
    assert not [found for path in _sources("services", "shared") for found in _hidden_imports(path)]
