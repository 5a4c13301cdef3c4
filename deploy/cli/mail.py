"""`lemkin mail`: the mails that the embedded mail server keeps: personal data, which only the installation's owner reads."""

import json
from email import message_from_bytes, policy
from pathlib import Path

import typer

from deploy.cli.options import Data, Json

app = typer.Typer()
_SHOWN = {"to": "To", "subject": "Subject", "language": "Content-Language", "date": "Date", "id": "Message-ID"}


@app.command()
def mail(data: Data = None, *, as_json: Json = False) -> None:
    """Show what was sent, oldest first. Nothing leaves the machine unless LEMKIN_SMTP names a real mail server."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from deploy.cli.installation import layout

    mails = [_read(path) for path in sorted(layout(data).mail.glob("*.eml"))]
    if as_json:
        print(json.dumps({"mails": mails}))
        return
    table = Table(*_SHOWN)
    for one in mails:
        table.add_row(*(escape(one[name]) for name in _SHOWN))
    Console().print(table)


def _read(path: Path) -> dict[str, str]:
    read = message_from_bytes(path.read_bytes(), policy=policy.SMTP)
    content = read.get_payload(decode=True)
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    return {**{name: str(read[header] or "") for name, header in _SHOWN.items()}, "text": text, "file": path.name}
