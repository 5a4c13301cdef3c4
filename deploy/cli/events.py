"""`lemkin events`: the golden files and the pages of the published language."""

import sys
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def events(
    *,
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit code 1 when something differs.")] = False,
) -> None:
    """Write the schemas, missing examples, docs/events.md and docs/lifecycles.md. Refuses a change that breaks readers."""
    from deploy.cli import documents
    from deploy.operations import contracts, language
    from shared.contracts.published import CATALOG

    problems = contracts.problems(CATALOG)
    for problem in problems:
        print(problem)
    if problems:
        print("nothing was written; a contract that was never released may be deleted by hand and made again")
        sys.exit(1)
    documents.finish(language.files(), (), check=check)
