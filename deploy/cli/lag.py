"""`lemkin lag`: how far every consumer is behind the log, and what waits to be sent."""

import json
from typing import Any

import typer

from deploy.cli.options import Data, Json

app = typer.Typer()


@app.command()
def lag(data: Data = None, *, as_json: Json = False) -> None:
    """Show each service's outbox, and for each partition it hears: next offset, end of the log, events behind."""
    from rich.console import Console
    from rich.table import Table

    from deploy.cli import operating

    told = operating.ask_all(data, lambda desk: desk.get("status"))
    services = [{"service": name, **_measured(status)} for name, status in told.items()]
    if as_json:
        print(json.dumps({"services": services}))
        return
    summary = Table("service", "outbox", "parked", "dead letters", "failed deadlines", "events behind")
    places = Table("service", "topic", "partition", "next", "end", "behind", "failures in a row")
    for one in services:
        counts = (one["outbox"], one["parked"], one["dead_letters"], one["failed_deadlines"], _or_dash(one["behind"]))
        summary.add_row(one["service"], *map(str, counts))
        for place in one["consumers"]:
            cells = (
                place["topic"],
                place["partition"],
                place["next"],
                _or_dash(place["end"]),
                _or_dash(place["behind"]),
            )
            places.add_row(one["service"], *map(str, cells), str(place["failures_in_row"] or ""))
    Console().print(summary, places)


def _measured(status: dict[str, Any]) -> dict[str, Any]:
    """The status with `behind`, for each place and in all; None where Kafka did not tell the end.

    `lost` are events that we read and the log does not have: the topic was made again (`lemkin replay --recreated`).
    """
    places = [{**place, **_distance(place["next"], place["end"])} for place in status["consumers"]]
    known = [place["behind"] for place in places]
    return {**status, "consumers": places, "behind": None if None in known else sum(known)}


def _distance(next_offset: int, end: int | None) -> dict[str, int | None]:
    if end is None:
        return {"behind": None, "lost": None}
    return {"behind": max(0, end - next_offset), "lost": max(0, next_offset - end)}


def _or_dash(value: int | None) -> str:
    return "-" if value is None else str(value)
