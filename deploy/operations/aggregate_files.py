"""The files of a new aggregate: contract, domain, view and test, each whole and green, to be changed into what is meant."""

import re
from pathlib import Path
from string import Template

from deploy.embedded.failures import TRY_AGAIN, USAGE, StartFailure

TEMPLATES = Path(__file__).with_name("templates")
_NAME = re.compile(r"[a-z]+(_[a-z]+)*")
_PLACES = {
    "contract": "shared/contracts/$service/$name.py",
    "domain": "services/$service/domain/$name.py",
    "view": "services/gateway/application/views/$name.py",
    "test": "tests/unit/$service/test_$name.py",
}


def lay_out(root: Path, service: str, name: str) -> list[Path]:
    """Write the files below `root`; nothing is written when one is there already. Raises StartFailure."""
    given = _given(service, name)
    files = {root / Template(place).substitute(given): _filled(part, given) for part, place in _PLACES.items()}
    there = [path for path in files if path.exists()]
    if there:
        raise StartFailure(f"{there[0]} exists already", "choose another name", TRY_AGAIN)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return list(files)


def lines(service: str, name: str) -> str:
    """What is still to be written by hand: the lines in the tables."""
    return _filled("lines", _given(service, name))


def _given(service: str, name: str) -> dict[str, str]:
    if not _NAME.fullmatch(name):
        raise StartFailure(f"{name} is no name of an aggregate", "small letters and underscores: working_group", USAGE)
    kind = name.replace("_", "-")
    return {
        "service": service,
        "name": name,
        "Name": "".join(part.capitalize() for part in name.split("_")),
        "NAME": name.upper(),
        "kind": kind,
        "things": f"{name.replace('_', ' ')}s",
        "collection": f"{kind}s",
    }


def _filled(part: str, given: dict[str, str]) -> str:
    return Template((TEMPLATES / f"{part}.py.txt").read_text("utf-8")).substitute(given)
