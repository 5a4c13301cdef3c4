"""`lemkin asyncapi`: the document of the bus."""

from typing import Annotated

import typer

app = typer.Typer()
PATH = "docs/asyncapi.json"


@app.command()
def asyncapi(
    *,
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit code 1 when it differs.")] = False,
) -> None:
    """Write docs/asyncapi.json, made from the catalog of events and the services' tables."""
    from deploy.cli import documents
    from deploy.operations import asyncapi as made
    from deploy.operations import generated, services
    from shared.contracts.published import CATALOG

    documents.finish({PATH: generated.as_json(made.document(CATALOG, services.services()))}, (), check=check)
