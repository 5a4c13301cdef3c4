"""`lemkin assets`: what pages load besides HTML."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Build what pages load: scripts, styles, the map.", no_args_is_help=True)


@app.callback()
def assets() -> None:
    """Build what pages load: scripts, styles, the map."""


@app.command()
def build(
    output: Annotated[
        Path | None, typer.Option(help="Folder to build into.", show_default="beside the packages")
    ] = None,
    *,
    images: Annotated[bool, typer.Option("--images", help="Build where the container images take them from.")] = False,
) -> None:
    """Fetch the pinned packages once, make the map, name and compress all; costs nothing when it is done already."""
    from deploy.assets.build import IN_IMAGES
    from deploy.assets.build import build as make
    from deploy.assets.packages import AssetsNotBuilt
    from deploy.cli.report import say
    from deploy.embedded.failures import TRY_AGAIN, StartFailure
    from deploy.embedded.layout import ASSETS

    folder = output or (IN_IMAGES if images else ASSETS)
    try:
        manifest = make(folder.absolute(), say)
    except AssetsNotBuilt as error:
        raise StartFailure(str(error), "check network and disk, then run the same command again", TRY_AGAIN) from error
    print(f"{len(manifest.files)} assets in {folder}; a running gateway takes them at its next start")


def ensure() -> None:
    """Build them for this machine unless that is done; a failure is told, and the console works without."""
    from deploy.assets.build import build as make
    from deploy.assets.packages import AssetsNotBuilt
    from deploy.cli.report import say
    from deploy.embedded.layout import ASSETS

    try:
        make(ASSETS, say)
    except AssetsNotBuilt as error:
        say(f"assets are not built, so pages do without scripts and map: {error}; later: `lemkin assets build`")
