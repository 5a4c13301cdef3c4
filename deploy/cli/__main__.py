"""The table of contents of `lemkin`: one line a module. Modules import what is heavy inside their functions."""

import sys

import typer

from deploy.cli import (
    admin,
    ask,
    assets,
    asyncapi,
    dev,
    dlq,
    docs,
    doctor,
    down,
    events,
    history,
    i18n,
    keys,
    lag,
    logs,
    mail,
    new,
    openapi,
    rebuild,
    replay,
    resume,
    status,
    test,
    token,
    up,
    verify,
)
from deploy.cli.report import PROBLEMS, report

main = typer.Typer(
    name="lemkin",
    help="Coordinate a worldwide network of states that prevents genocide.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# Without a name, the module's commands are commands of `lemkin` itself; with one, they are `lemkin NAME COMMAND`.
main.add_typer(up.app)
main.add_typer(down.app)
main.add_typer(status.app)
main.add_typer(logs.app)
main.add_typer(mail.app)
main.add_typer(doctor.app)
main.add_typer(test.app)
main.add_typer(ask.app, name="ask")
main.add_typer(history.app, name="history")
main.add_typer(token.app, name="token")
main.add_typer(admin.app, name="admin")
main.add_typer(lag.app)
main.add_typer(dlq.app, name="dlq")
main.add_typer(keys.app, name="keys")
main.add_typer(resume.app)
main.add_typer(verify.app)
main.add_typer(rebuild.app, name="rebuild")
main.add_typer(replay.app)
main.add_typer(dev.app)
main.add_typer(new.app, name="new")
main.add_typer(openapi.app)
main.add_typer(asyncapi.app)
main.add_typer(docs.app, name="docs")
main.add_typer(assets.app, name="assets")
main.add_typer(events.app)
main.add_typer(i18n.app, name="i18n")


if __name__ == "__main__":
    try:
        main(prog_name="lemkin")
    except PROBLEMS as problem:
        sys.exit(report(problem))
