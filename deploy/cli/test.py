"""`lemkin test`: the test suites as CI runs them."""

import os
import sys
from typing import Annotated

import typer

app = typer.Typer()
GROUPS = ("test", "lint", "bench")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(
    context: typer.Context,
    suites: Annotated[list[str] | None, typer.Argument(help="unit, component, system, ...; all when missing.")] = None,
) -> None:
    """Run the tests, or the SUITES named. What follows `--` goes to pytest. Installs the test packages at first use."""
    from deploy.embedded.failures import USAGE, StartFailure
    from deploy.embedded.layout import ROOT
    from deploy.launcher import prepare

    known = sorted(path.parent.name for path in (ROOT / "tests").glob("*/__init__.py"))
    wanted = [name for name in suites or () if not name.startswith("-")]
    unknown = [name for name in wanted if name.split("/")[0] not in known]
    if unknown:
        raise StartFailure(f"there is no test suite {unknown[0]}", f"there are: {', '.join(known)}", USAGE)
    options = [name for name in suites or () if name.startswith("-")]
    prepare.ensure(GROUPS)
    paths = [str(ROOT / "tests" / name) for name in wanted] or [str(ROOT / "tests")]
    command = [sys.executable, "-m", "pytest", *options, *context.args, "--rootdir", str(ROOT), *paths]
    os.chdir(ROOT)
    os.execv(sys.executable, command)
