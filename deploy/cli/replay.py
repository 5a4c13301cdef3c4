"""`lemkin replay`: write topics again from the journals."""

import asyncio
from typing import Annotated

import typer

from deploy.cli.options import Data

app = typer.Typer()


@app.command()
def replay(
    services: Annotated[list[str], typer.Argument(metavar="SERVICE...", help="Whose journals.")],
    data: Data = None,
    *,
    since: Annotated[int, typer.Option("--from", min=1, help="The journal's position to begin at.")] = 1,
    recreated: Annotated[
        bool, typer.Option("--recreated", help="The topic was made again: all consumers begin at its start.")
    ] = False,
) -> None:
    """Send the events of a journal again, in order. Consumers skip what they hold, so doing it twice is harmless."""
    from deploy.cli import operating
    from deploy.cli.report import say
    from deploy.operations import replay as replaying
    from deploy.operations.services import service
    from deploy.operations.services import services as all_services
    from shared.contracts.topics import topic
    from shared.kafka_admin import identities
    from shared.settings import open_database

    async def begin_again(publisher: str) -> None:
        kafka = operating.settings(data, publisher).kafka
        cluster, ids = await asyncio.to_thread(identities, kafka, [topic(publisher)], timeout=10)
        for one in all_services():
            if publisher in one.hears:
                async with open_database(operating.settings(data, one.name)) as database:
                    name = topic(publisher)
                    moved = await replaying.begin_again(database, one.name, name, cluster, ids[name])
                operating.restart(data, one.name)
                say(f"{one.name} begins {name} again ({moved} partitions)")

    async def send(publisher: str) -> None:
        async with open_database(operating.settings(data, publisher)) as database:
            done = 0
            async for done in replaying.replay(database, since):
                say(f"{publisher}: {done} events queued")
            print(f"{publisher}: {done} events will be sent again")

    for name in services:
        service(name)
        if recreated:
            asyncio.run(begin_again(name))
        asyncio.run(send(name))
