"""Setting: what must be there before anything goes wrong. On a stage with enrollment, people are, and are to be written to."""

from collections.abc import Iterable
from uuid import UUID

from deploy.embedded.services import database_url
from services.gateway.adapters import accounts
from shared.contracts.published import CATALOG
from shared.settings import Settings, open_database
from tests.chaos.clients import Clients
from tests.chaos.history import Asked
from tests.chaos.quiet import heard
from tests.chaos.stage import Stage
from tests.chaos.wishes import Wish
from tests.chaos.workload import Workload

SECONDS = 60.0
SECRETARIAT = "secretariat"


async def prepare(stage: Stage, clients: Clients, workload: Workload) -> None:
    """Ask for all of it. Raises RuntimeError when anything is refused, or not heard of in time."""
    await _ask(clients, workload.setting())
    if "enrollment" not in stage.services:
        return
    people, letters = workload.people, workload.letters
    first = await _ask(clients, people.setting(frozenset({letters.minister})))
    persons = {id: one.answer["version"] for one in first if (id := UUID(one.answer["id"])) in people.home}
    await _heard(stage, "notifications", persons)
    await _ask(clients, [people.verified(person) for person in people.home])
    known = await _ask(clients, letters.seats())
    if "gateway" in stage.services:
        clients.account = await _account(stage, workload)
        known += await _ask(clients, letters.grant())
    await _heard(stage, "notifications", {UUID(one.answer["id"]): one.answer["version"] for one in known})


async def _ask(clients: Clients, wishes: Iterable[Wish]) -> list[Asked]:
    asked = [await clients.ask(wish) for wish in wishes]
    if refused := [one for one in asked if one.outcome != "ok"]:
        raise RuntimeError(f"the setting was refused: {refused[0]}")
    return asked


async def _heard(stage: Stage, service: str, versions: dict[UUID, int]) -> None:
    if await heard(stage.ground, service, versions, SECONDS) == float("inf"):
        raise RuntimeError(f"{service} has not heard of the setting")


async def _account(stage: Stage, workload: Workload) -> str:
    """A token of an account of the secretariat, made on the machine as an operator does."""
    layout, demo = stage.ground.layout, ("latin-america", "african-union")
    settings = Settings(
        database=database_url("gateway", "app", stage.ports["postgres"]),
        database_password_file=layout.password("gateway", "app"),
    )
    async with open_database(settings) as database:
        await accounts.ensure_demo_accounts(database, CATALOG, dict(zip(demo, workload.networks, strict=False)))
        return (await accounts.create_token(database, SECRETARIAT)).secret
