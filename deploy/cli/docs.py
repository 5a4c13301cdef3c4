"""`lemkin docs`: the documentation as a site of its own."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The documentation as a static site.", no_args_is_help=True)


@app.callback()
def docs() -> None:
    """The documentation as a static site."""


@app.command()
def build(
    output: Annotated[Path | None, typer.Option(help="Folder to write into.", show_default=".venv/lemkin/docs")] = None,
) -> None:
    """Make pages of the repository's own Markdown; they need no server, no network and no script."""
    from deploy.embedded.failures import INTERNAL, StartFailure
    from deploy.embedded.layout import DOCUMENTS
    from deploy.site import build as site

    folder = output or DOCUMENTS
    try:
        pages = site.build(folder)
    except site.BrokenLink as error:
        raise StartFailure(str(error), "set the link right in that document", INTERNAL) from error
    print(f"{len(pages)} pages; begin at {folder / site.INDEX}")
