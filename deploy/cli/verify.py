"""`lemkin verify`: whether everything that is stored is what the facts make it."""

import asyncio
import json
import sys
from dataclasses import asdict

import typer

from deploy.cli.options import Data, Json

app = typer.Typer()
SHOWN = 200


@app.command()
def verify(data: Data = None, *, as_json: Json = False) -> None:
    """Compute every aggregate, name, deadline and snapshot again from the journals, and compare. Exit code 1: differences.

    Also lists facts that this release finds illegal. Everything may run meanwhile.
    """
    from deploy.cli import operating
    from deploy.operations.differences import Checked, verify

    found = list(asyncio.run(operating.through_all(data, verify)))
    differences = [one for one in found if not isinstance(one, Checked)]
    if as_json:
        checked = [asdict(one) for one in found if isinstance(one, Checked)]
        print(json.dumps({"checked": checked, "differences": [asdict(one) for one in differences]}, default=str))
    else:
        operating.show(found, SHOWN)
    sys.exit(1 if differences else 0)
