"""What happens once all services are ready, before `lemkin up` says so: accounts are made, the history is loaded.

Loading goes through the public API as any client's would, and changes nothing the second time.
"""

import asyncio
import json
from pathlib import Path

import httpx

from deploy.cli import client
from deploy.cli.progress import shown_progress
from deploy.cli.report import say
from deploy.cli.summary import Summary
from deploy.embedded import secret_files
from deploy.embedded.failures import INTERNAL, StartFailure
from deploy.embedded.layout import Layout
from deploy.embedded.services import database_url, issuer_url, names_issuer
from deploy.embedded.topology import ISSUER
from deploy.history.load import load
from deploy.history.post import LoadStopped
from deploy.history.record import id_of
from services.gateway.adapters.accounts import DEMO, create_token, ensure_demo_accounts, reader
from services.gateway.adapters.identities import bind_demo, identities
from shared.contracts.published import CATALOG
from shared.store.database import Database

BRIEF_DATE = "2013-07-31"
"""The date of the documented brief (domain.md 4)."""
NETWORKS = ("latin-america", "african-union")


def with_history(url: str, layout: Layout) -> Summary:
    """Load the documented history through the API at `url`; returns the figures read back."""
    return _first_load(url, layout, reference_only=False)


def without_history(url: str, layout: Layout) -> Summary:
    """Load the register of states only: it is reference data."""
    return _first_load(url, layout, reference_only=True)


def _first_load(url: str, layout: Layout, *, reference_only: bool) -> Summary:
    token_file = layout.secrets / "cli" / "token"
    asyncio.run(_accounts(layout, token_file))
    loaded = layout.run / ("register.loaded" if reference_only else "history.loaded")
    token = token_file.read_text("utf-8")
    if not loaded.exists():
        with shown_progress() as progress:
            try:
                report = asyncio.run(load(url, token, reference_only=reference_only, progress=progress))
            except LoadStopped as error:
                raise StartFailure(
                    f"the history could not be loaded: {error}", "`lemkin logs gateway`", INTERNAL
                ) from error
        say(f"history: {report.summary()}")
        for fault in report.faults:
            say(str(fault))
        if not report.faults:
            loaded.touch()
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=30) as api:
        figures = {} if reference_only else _figures(api)
    return Summary(
        url=url, figures=figures, sign_in={} if names_issuer() else {demo.name: str(demo.role) for demo in DEMO}
    )


async def _accounts(layout: Layout, token_file: Path) -> None:
    """The accounts of the demo, and the token that the command line uses; a fresh one when the last has ended."""
    ports = json.loads(layout.ports.read_text("utf-8"))
    url = database_url("gateway", "app", ports["postgres"])
    password = secret_files.password(layout.password("gateway", "app"))
    async with Database(url, password, size=2) as database:
        await ensure_demo_accounts(database, CATALOG, {slug: id_of(f"networks/{slug}") for slug in NETWORKS})
        if not names_issuer():
            private_key = (layout.keys / "gateway.key").read_bytes()
            await bind_demo(database, identities(private_key), issuer_url(ports[ISSUER]))
        if not await _is_good(database, token_file):
            handed = await create_token(database, "secretariat", days=90)
            secret_files.write(token_file, handed.secret.encode())


async def _is_good(database: Database, token_file: Path) -> bool:
    if not token_file.exists():
        return False
    async with database.transaction(read_only=True) as connection:
        return await reader(connection, token_file.read_text("utf-8")) is not None


def _figures(api: httpx.Client) -> dict[str, str]:
    """The figures of the brief as the API counts them now, as of the brief's date."""
    told = client.get(api, "/overview", {"as_of": BRIEF_DATE})
    latin_america = next(network for network in told["networks"] if network["slug"] == "latin-america")
    shown = {
        "states that took part": told["states_taken_part"],
        "alumni": told["alumni"],
        "members of latin-america": latin_america["members"],
        "national initiatives": told["initiatives"]["total"],
    }
    told_apart = "{total} ({documented} documented, {synthetic} synthetic)"
    return {"as of": BRIEF_DATE, **{name: told_apart.format(**figure) for name, figure in shown.items()}}
