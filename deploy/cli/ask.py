"""`lemkin ask`: the questions of the API in the terminal, each for any date, as known at any time."""

from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.cli.options import Data, Json

app = typer.Typer(
    help="Ask about the network: who was a member when, what changed, who took part.", no_args_is_help=True
)

AsOf = Annotated[str | None, typer.Option("--as-of", help="When it was true: 2012-04-01, 2012-04 or 2012.")]
KnownAt = Annotated[str | None, typer.Option("--known-at", help="Recorded by then: 2026-11-24T12:00:00Z.")]
Synthetic = Annotated[str | None, typer.Option(help="Generated facts: include, exclude or only.")]


def _ask(data: Path | None, path: str, *, pages: bool = False, **parameters: str | None) -> dict[str, Any]:
    from deploy.cli import client

    with client.client(data) as api:
        given = {name.rstrip("_"): value for name, value in parameters.items()}
        return (client.all_items if pages else client.get)(api, path, given)


def _show(answer: dict[str, Any], *, as_json: bool, title: str, columns: list[str], rows: list[list[str]]) -> None:
    import json

    from rich.console import Console
    from rich.table import Table

    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    when = f"as of {answer.get('as_of', 'today')}, recorded by {answer.get('known_at') or 'now'}"
    table = Table(*columns, title=f"{title}\n{when}", title_justify="left", title_style="bold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    print(f"{len(rows)} rows")


def _figure(given: Any) -> list[str]:
    return [str(given["total"]), str(given["documented"]), str(given["synthetic"])]


@app.command()
def overview(data: Data = None, as_of: AsOf = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """States that took part, alumni, seminars, networks, initiatives."""
    answer = _ask(data, "/overview", as_of=as_of, known_at=known_at)
    rows = [
        [name.replace("_", " "), *_figure(answer[name])]
        for name in ("states_taken_part", "alumni", "graduations", "seminars")
    ]
    rows.append(["initiatives", *_figure(answer["initiatives"]["total"])])
    for part in ("by_kind", "by_stage"):
        rows += [[f"  {name}", *_figure(figure)] for name, figure in answer["initiatives"].get(part, {}).items()]
    rows += [
        [f"{network['slug']} ({network['status']}), members", *_figure(network["members"])]
        for network in answer["networks"]
    ]
    columns = ["figure", "total", "documented", "synthetic"]
    _show(answer, as_json=as_json, title="Overview", columns=columns, rows=rows)


@app.command()
def members(
    network: Annotated[str, typer.Argument(help="The network's slug, such as latin-america.")],
    data: Data = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    status: Annotated[str | None, typer.Option(help="Those of this status instead of the members.")] = None,
    as_json: Json = False,
) -> None:
    """The members of a network."""
    answer = _ask(data, f"/networks/{network}/members", pages=True, as_of=as_of, known_at=known_at, status=status)
    rows = [
        [
            item["state"],
            item["status"],
            str(item["since"] or ""),
            str(item["until"] or ""),
            f"{item['focal_point']['status']} {item['focal_point'].get('due') or ''}".strip(),
        ]
        for item in answer["items"]
    ]
    columns = ["state", "status", "since", "until", "focal point"]
    _show(answer, as_json=as_json, title=f"Members of {network}", columns=columns, rows=rows)


@app.command()
def meetings(
    network: Annotated[str, typer.Argument(help="The network's slug, such as latin-america.")],
    data: Data = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """Meetings of a network: when, where, which delegations came and which members stayed away."""
    answer = _ask(data, f"/networks/{network}/meetings", pages=True, as_of=as_of, known_at=known_at)
    rows = [
        [
            str(item["number"] or ""),
            item["dates"],
            "; ".join(part for part in ("online" if item["online"] else None, item["place"], item["host"]) if part),
            " ".join(item["delegations"]["present"]) or f"{item['counted'] or 'not'} counted, none by name",
            "not on record" if item["delegations"]["absent"] is None else " ".join(item["delegations"]["absent"]),
        ]
        for item in answer["items"]
    ]
    columns = ["number", "dates", "place, host", "present", "absent"]
    _show(answer, as_json=as_json, title=f"Meetings of {network}", columns=columns, rows=rows)


@app.command()
def mechanisms(
    network: Annotated[str, typer.Argument(help="The network's slug, such as latin-america.")],
    data: Data = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """National mechanisms of the members of a network, with their institutions."""
    answer = _ask(data, f"/networks/{network}/mechanisms", pages=True, as_of=as_of, known_at=known_at)
    rows = [
        [
            item["state"],
            item["status"],
            item["established"] or item["announced"],
            item["name"],
            str(item["counted"] or ""),
            "\n".join(str(one["name"]) for one in item["institutions"]),
        ]
        for item in answer["items"]
    ]
    columns = ["state", "status", "since", "name", "institutions", "by name"]
    _show(answer, as_json=as_json, title=f"National mechanisms, {network}", columns=columns, rows=rows)


@app.command()
def partners(data: Data = None, as_of: AsOf = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Partners, what each is, and by which agreements from when to when."""
    answer = _ask(data, "/partners", pages=True, as_of=as_of, known_at=known_at)
    rows = [
        [
            item["name"],
            one["kind"],
            one["status"],
            "; ".join(f"{period['since']} - {period['until'] or ''}".strip() for period in one["periods"]),
            one["title"],
        ]
        for item in answer["items"]
        for one in item["agreements"]
    ]
    columns = ["partner", "kind", "status", "in force", "agreement"]
    _show(answer, as_json=as_json, title="Partners", columns=columns, rows=rows)


@app.command()
def initiatives(
    data: Data = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    network: str | None = None,
    state: str | None = None,
    synthetic: Synthetic = None,
    as_json: Json = False,
) -> None:
    """Initiatives by lead state and stage."""
    filters = {"network": network, "state": state, "synthetic": synthetic}
    answer = _ask(data, "/initiatives", pages=True, as_of=as_of, known_at=known_at, **filters)
    rows = [
        [
            item["state"],
            item["kind"],
            item["stage"],
            item["title"],
            str(len(item["milestones"])),
            "synthetic" if item["synthetic"] else "documented",
        ]
        for item in answer["items"]
    ]
    columns = ["state", "kind", "stage", "title", "milestones", "origin"]
    _show(answer, as_json=as_json, title="Initiatives", columns=columns, rows=rows)


@app.command()
def state(
    iso3: Annotated[str, typer.Argument(help="ISO alpha-3 code, such as ARG.")],
    data: Data = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """One state: names, memberships, seats, initiatives, seminars, alumni."""
    answer = _ask(data, f"/states/{iso3}", as_of=as_of, known_at=known_at)
    rows = [
        [name.replace("_", " "), _plain(answer[name])]
        for name in ("names", "region", "memberships", "seats", "initiatives", "seminars", "alumni")
        if name in answer
    ]
    _show(answer, as_json=as_json, title=iso3, columns=["about", "value"], rows=rows)


@app.command()
def changes(
    since: Annotated[str, typer.Argument(metavar="FROM", help="First day.")],
    to: Annotated[str, typer.Argument(help="Last day.")],
    network: Annotated[str, typer.Option(help="The network's slug.")],
    data: Data = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """What changed in a network between two dates, with the sources of each fact."""
    answer = _ask(data, f"/networks/{network}/changes", to=to, known_at=known_at, from_=since)
    rows = [
        [
            item["change"],
            str(item.get("state") or item.get("title") or ""),
            str(item.get("occurred_on") or ""),
            "\n".join(_source(source) for source in item.get("sources", ())),
        ]
        for item in answer["items"]
    ]
    title = f"{network}: {since} to {to}"
    _show(answer, as_json=as_json, title=title, columns=["change", "what", "when", "sources"], rows=rows)


def _source(source: dict[str, Any]) -> str:
    page = f", {source['page']}" if source.get("page") else ""
    says = f" ({source['says']})" if source.get("says") else ""
    return f"{source.get('title') or source.get('source')}{page}{says}"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_plain(one)}" for name, one in value.items() if one not in (None, [], {}))
    if isinstance(value, list):
        return "\n".join(_plain(one).replace("\n", "; ") for one in value)
    return str(value)
