"""`lemkin openapi`: the documents of the services' commands, which the gateway reads, and that of the public API."""

from typing import Annotated

import typer

app = typer.Typer()
FOLDER = "shared/contracts/openapi"


@app.command()
def openapi(
    service: Annotated[str | None, typer.Argument(help="Only this service.")] = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit code 1 when one differs.")] = False,
    break_clients: Annotated[
        bool, typer.Option("--break-clients", help="Write a public document that clients of the kept one cannot use.")
    ] = False,
) -> None:
    """Write the OpenAPI document of each service, made from its table of commands, and the public one made of all."""
    import json

    from deploy.cli import documents
    from deploy.embedded.layout import ROOT
    from deploy.operations import generated, public_api, services
    from deploy.operations.openapi import document

    chosen = [services.service(service)] if service else services.services()
    files = {f"{FOLDER}/{one.name}.json": generated.as_json(document(one)) for one in chosen if one.commands}
    if not service:
        public, kept = public_api.public_document(), ROOT / public_api.KEPT
        broken = public_api.breaking(json.loads(kept.read_text("utf-8")), public) if kept.exists() else []
        if broken and not (check or break_clients):
            typer.echo(
                "\n".join(["not written, it would break clients (--break-clients writes it):", *broken]), err=True
            )
            raise typer.Exit(1)
        files[public_api.KEPT] = generated.as_json(public)
    documents.finish(files, [] if service else [f"{FOLDER}/*.json"], check=check)
