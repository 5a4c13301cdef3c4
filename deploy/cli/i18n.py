"""`lemkin i18n`: the texts of the console in its languages."""

import sys

import typer

app = typer.Typer(no_args_is_help=True, help="The texts of the console: find, update, check.")


@app.command()
def extract() -> None:
    """Find every text of the console and write them to locales/console.pot."""
    from deploy.operations.catalogues import TEMPLATE, extracted, texts, written

    found = extracted()
    TEMPLATE.write_text(written(found), "utf-8")
    print(f"{sum(1 for _ in texts(found))} texts")


@app.command()
def update() -> None:
    """Bring the texts into the catalogue of each language; translations stay, what nobody says any more goes."""
    from deploy.operations import catalogues

    for language, missing in catalogues.update().items():
        print(f"{language}: {missing} texts are missing")


@app.command("compile")
def compiling() -> None:
    """Compile the catalogues as the gateway does when it starts; nothing is written."""
    from services.gateway.entrypoints.console.language.speech import Speeches

    print(f"{', '.join(Speeches.load().languages)} can be read")


@app.command()
def check() -> None:
    """Say what is wrong with the catalogues. Exit code 1 when something is."""
    from deploy.operations import catalogue_checks

    found = catalogue_checks.findings()
    for line in found:
        print(line)
    print(f"{len(found)} findings")
    sys.exit(1 if found else 0)
