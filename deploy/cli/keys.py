"""`lemkin keys`: the keys that personal values are encrypted with."""

import asyncio

import typer

from deploy.cli.options import Data

app = typer.Typer(help="The keys that personal values are encrypted with.", no_args_is_help=True)


@app.command()
def rotate(data: Data = None) -> None:
    """Wrap every data key under a new key-encryption key, and destroy the old one. May be run again after an interruption."""
    from deploy.cli.installation import running
    from deploy.embedded.topology import KEYSTORE
    from deploy.operations.rotation import rotate as rotated

    installation = running(data)
    count = asyncio.run(rotated(installation.layout, installation.database(KEYSTORE)[0]))
    print(f"{count} keys are wrapped anew; older key-encryption keys are destroyed")
