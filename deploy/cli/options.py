"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Data: TypeAlias = Annotated[
    Path | None,
    typer.Option("--data", envvar="LEMKIN_DATA", help="Data directory of the installation.", show_default=".lemkin"),
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]
