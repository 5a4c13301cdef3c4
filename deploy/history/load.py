"""Loading the data set through the public API, as any organisation would load its own past."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path
from time import monotonic

import httpx

from deploy.history.post import AWAY, Answer, LoadStopped, Poster
from deploy.history.record import Stage
from deploy.history.rows import HERE, Row, read
from deploy.history.tables import Fault

AT_ONCE = 16
"""Commands under way at the same time."""
GLANCE = 0.2
"""Seconds between two looks at how far the consumers are."""

Progress = Callable[[Stage, int, int], None]
"""Told after each row: the stage, how many of its rows are done, how many it has."""


@dataclass(slots=True)
class LoadReport:
    """What a load did: rows created, rows that were there already, and what is wrong with the others."""

    created: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """How many lines were left out or refused."""
        return len({(fault.file, fault.line) for fault in self.faults})

    def summary(self) -> str:
        """One line for people."""
        return f"{self.created} created, {self.unchanged} unchanged, {self.rejected} rejected"


async def load(
    url: str,
    token: str,
    *,
    reference_only: bool = False,
    progress: Progress | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    folder: Path = HERE,
) -> LoadReport:
    """Load all rows, or only the register of states, stage by stage; a second run changes nothing.

    `url` is the gateway's. A row that is refused is in the report with its line and hinders only the rows that refer to
    it. Raises LoadStopped when nobody answers for two minutes or the token is not accepted.
    """
    reading = read(reference_only=reference_only, folder=folder)
    report = LoadReport(faults=list(reading.faults))
    lost = set(reading.lost)
    async with httpx.AsyncClient(
        base_url=url,
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
        transport=transport,
        limits=httpx.Limits(max_connections=AT_ONCE),
    ) as client:
        for stage, rows in groupby(reading.rows, key=lambda row: row.stage):
            told = partial(progress, stage) if progress else None
            await _stage(Poster(client), list(rows), report, lost, told)
            await catch_up(client)
    return report


async def _stage(
    poster: Poster, rows: list[Row], report: LoadReport, lost: set[str], told: Callable[[int, int], None] | None
) -> None:
    places = asyncio.Semaphore(AT_ONCE)
    lanes: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        lanes[row.lane].append(row)
    done = 0

    async def send(lane: list[Row]) -> None:
        nonlocal done
        for row in lane:
            async with places:
                _note(row, await _answer(poster, row, lost), report, lost)
            done += 1
            if told:
                told(done, len(rows))

    try:
        async with asyncio.TaskGroup() as group:
            for lane in lanes.values():
                group.create_task(send(lane))
    except* LoadStopped as stopped:
        raise stopped.exceptions[0] from None


async def _answer(poster: Poster, row: Row, lost: set[str]) -> Answer | tuple[Fault, ...]:
    missing = sorted(row.needs & lost)
    if missing:
        return (Fault(row.file, row.line, "", f"refers to {missing[0]}, which was not loaded"),)
    return await poster.post(row)


def _note(row: Row, answer: Answer | tuple[Fault, ...], report: LoadReport, lost: set[str]) -> None:
    match answer:
        case Answer.CREATED:
            report.created += 1
        case Answer.UNCHANGED:
            report.unchanged += 1
        case faults:
            report.faults.extend(faults)
            lost.add(row.key)


async def catch_up(client: httpx.AsyncClient) -> None:
    """Wait until every consumer has heard everything. Raises LoadStopped when none gets on for two minutes."""
    least, since = None, monotonic()
    while (behind := await events_behind(client)) != 0:
        if behind is not None and (least is None or behind < least):
            least, since = behind, monotonic()
        if monotonic() - since > AWAY:
            raise LoadStopped(f"the consumers do not get on: {behind} events behind")
        await asyncio.sleep(GLANCE)


async def events_behind(client: httpx.AsyncClient) -> int | None:
    """How many events the services together have not heard yet; None when that cannot be told now."""
    try:
        response = await client.get("/api/v1/health")
        lag = response.raise_for_status().json()["lag"]
        return sum(int(service["events_behind"]) for service in lag.values())
    except (httpx.HTTPError, ValueError, KeyError):
        return None
