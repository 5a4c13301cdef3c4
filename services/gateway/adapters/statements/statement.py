"""Statement: SQL with named values (`:state`), made ready for the driver; and the frame that every answer has.

Values every statement may use: `:as_of` (date), `:known_at` (timestamptz, null for now), `:origin` (include, exclude, only),
for lists `:after` (key) and `:limit`, the question's places and filters, and `:sees_...` (text[], null for everything) for
each line of the policy. The first mention of a value says its type where Postgres cannot tell.

`@membership` stands for the snapshots of that kind at the moment asked for, `@membership/from` for another day that was
given, `@membership[page.day]` for a day in a column of the query around it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_KIND = re.compile(r"@([a-z]+)(?:/([a-z_]+)|\[([a-z_.]+)\])?")
_NAMED = re.compile(r"(?<![:\w]):([a-z][a-z0-9_]*)")
# As known now, no clock is compared: the rows that are open.
_NOW, _THEN = "upper_inf(known)", "known @> :known_at::timestamptz"


@dataclass(frozen=True, slots=True)
class Numbered:
    """SQL with numbered values, and which value has which number."""

    sql: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """The same question as known now, and as known at a time: each has the index made for it."""

    now: Numbered
    then: Numbered

    def ready(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """The SQL for these values, and those it wants, in order."""
        chosen = self.now if values.get("known_at") is None else self.then
        return chosen.sql, [values[name] for name in chosen.names]


def statement(sql: str) -> Statement:
    """Make it ready both ways."""
    return Statement(_numbered(_expanded(sql, _NOW)), _numbered(_expanded(sql, _THEN)))


def _expanded(sql: str, known: str) -> str:
    def kind(match: re.Match[str]) -> str:
        day = match[3] or f":{match[2] or 'as_of'}::date"
        return f"(select * from snapshots where kind = '{match[1]}' and valid @> {day} and {known})"  # noqa: S608  (constants)

    return _KIND.sub(kind, sql)


def _numbered(sql: str) -> Numbered:
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return Numbered(_NAMED.sub(number, sql), tuple(names))


def item(kind: str, document: str = "page.document", row: str = "page") -> str:
    """A document as an item: with its id, and the version that If-Match wants."""
    version = f"select o.version from objects o where o.kind = '{kind}' and o.id = {row}.id"  # noqa: S608  (constants)
    return f"(jsonb_build_object('id', {row}.id, 'version', ({version})) || {document})"


def by_name(document: str, code: str) -> str:
    """The key of a list of states: by code, or with `:sort` by name in the alphabet of `:language`. A document from before
    there were alphabets comes first, until the next rebuild."""
    name = f"coalesce({document} #>> array['alphabet', coalesce(:language::text, 'en')], '') || '/' || {code}"
    return f"""case when :sort::text = 'name' then {name} else {code} end collate "C\""""


# How far the facts of each service have arrived: when the newest was recorded, and the position in its topic.
_ARRIVED = """
    arrived as materialized (
        select service, (select max(recorded) from facts f where f.service = s.service) as recorded,
            (select coalesce(sum(next), 0) from positions p where p.consumer = 'gateway' and p.topic = s.service || '.events')
                as position
        from unnest(array['enrollment', 'network', 'notifications', 'gateway']) as s (service))
"""
_TOLD = """
    (select max(recorded) from arrived) as recorded,
    (select json_object_agg(service, json_build_object('recorded', recorded, 'position', position)) from arrived)::text
        as data_as_of
"""


def listing(found: str, item: str, *, kept: str = "", there: str = "true") -> Statement:
    """A page: `found` selects all rows with a unique text `key`; `item` makes the JSON of a row called `page`.

    `kept` are further common table expressions that both may use, each ending with a comma. `there` says whether what the
    list is about is known at all; if not, there is no answer.
    """
    return statement(
        f"""
        with {_ARRIVED}, {kept} found as ({found}),
        page as (select * from found where :after::text is null or key > :after order by key limit :limit::int)
        select (select count(*) from found) as total,
            case when {there} then (select coalesce(json_agg({item} order by page.key), '[]')::text from page) end as json,
            (select max(key) from page) as last,
            (select count(*) from found where key > (select max(key) from page)) as left,
            {_TOLD}
        """  # noqa: S608  (constants of this folder)
    )


def one(made: str) -> Statement:
    """One object: `made` selects its JSON in one row, or no row."""
    return statement(f"with {_ARRIVED} select ({made})::text as json, {_TOLD}")
