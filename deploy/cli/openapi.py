"""`lemkin openapi`: the documents of the services' commands, which the gateway reads."""

from typing import Annotated

import typer

app = typer.Typer()
FOLDER = "shared/contracts/openapi"


@app.command()
def openapi(
    service: Annotated[str | None, typer.Argument(help="Only this service.")] = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit code 1 when one differs.")] = False,
) -> None:
    """Write the OpenAPI document of each service, made from its table of commands."""
    from deploy.cli import documents
    from deploy.operations import generated, services
    from deploy.operations.openapi import document

    chosen = [services.service(service)] if service else services.services()
    files = {f"{FOLDER}/{one.name}.json": generated.as_json(document(one)) for one in chosen if one.commands}
    documents.finish(files, [] if service else [f"{FOLDER}/*.json"], check=check)
