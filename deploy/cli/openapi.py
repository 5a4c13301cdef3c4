"""`lemkin openapi`: the documents of the services' commands, which the gateway reads."""

from typing import Annotated

import typer

app = typer.Typer()
FOLDER = "shared/contracts/openapi"


@app.command()
def openapi(
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit code 1 when one differs.")] = False,
) -> None:
    """Write the OpenAPI document of each service, made from its table of commands."""
    from deploy.cli import documents
    from deploy.operations import generated, services
    from shared.openapi import document

    files = {
        f"{FOLDER}/{service.name}.json": generated.as_json(document(service))
        for service in services.services()
        if service.commands
    }
    documents.finish(files, [f"{FOLDER}/*.json"], check=check)
