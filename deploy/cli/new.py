"""`lemkin new`: the files of something new."""

from typing import Annotated

import typer

app = typer.Typer(help="Lay out the files of something new.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Lay out the files of something new."""


@app.command()
def aggregate(
    service: Annotated[str, typer.Argument(help="The service that will own it.")],
    name: Annotated[str, typer.Argument(help="Its name in small letters and underscores: working_group.")],
) -> None:
    """Write contract, domain, view and test of a new aggregate, and print the lines that the tables need."""
    from deploy.embedded.layout import ROOT
    from deploy.operations import aggregate_files, services

    services.service(service)
    for path in aggregate_files.lay_out(ROOT, service, name):
        print(path.relative_to(ROOT))
    print(f"\nNow add:\n\n{aggregate_files.lines(service, name)}")
