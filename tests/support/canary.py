"""Canaries: values that stand for a person's own; looked for, in many forms, wherever bytes and rows rest."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path

from deploy.embedded.databases import Server

CHUNK = 1 << 22


def forms(canary: str) -> dict[str, bytes]:
    """The bytes by which a value could be found: plain, wide, in JSON, hexadecimal, base64 at each of three offsets."""
    raw = canary.encode()
    found = {
        "utf-8": raw,
        "utf-16": canary.encode("utf-16-le"),
        "json": json.dumps(canary)[1:-1].encode(),
        "hex": raw.hex().encode(),
    }
    for offset in range(3):
        text = base64.b64encode(b"\0" * offset + raw)
        found[f"base64+{offset}"] = text[(0, 2, 3)[offset] : len(text) - 4 if (offset + len(raw)) % 3 else len(text)]
    return found


def in_files(folder: Path, canaries: Sequence[str], *, past: Sequence[Path] = ()) -> list[str]:
    """Each file below the folder that holds one of them, with the form; `past` are folders where they may be."""
    sought = [(canary, form, value) for canary in canaries for form, value in forms(canary).items()]
    longest = max(len(value) for _, _, value in sought)
    return [
        f"{path.relative_to(folder)}: {canary} as {form}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(path.is_relative_to(one) for one in past)
        for canary, form in _found(path, sought, longest)
    ]


def _found(path: Path, sought: Sequence[tuple[str, str, bytes]], longest: int) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            window = tail + chunk
            found |= {(canary, form) for canary, form, value in sought if value in window}
            tail = window[-longest:]
    return found


def in_rows(server: Server, databases: Sequence[str], canaries: Sequence[str]) -> list[str]:
    """Each table of the databases with a row whose text holds one of them: also what is compressed on disk."""
    found = []
    for database in databases:
        for table in server.run(_TABLES, database):
            for canary in canaries:
                [count] = server.run(f"select count(*) from {table} t where t::text like '%{canary}%'", database)
                found += [f"{database}.{table}: {canary}"] if count != "0" else []
    return found


_TABLES = """
select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')
"""
