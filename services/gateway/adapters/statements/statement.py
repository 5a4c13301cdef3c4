"""Statement: SQL with named values (`:state`), made ready for the driver; and the frame that every list has.

Values every statement may use: `:as_of` (date), `:known_at` (timestamptz, null for now), `:origin` (include, exclude, only),
for lists `:after` (key) and `:limit`, the question's places and filters, and `:sees_...` (text[], null for everything) for
each line of the policy.

`@membership` stands for the snapshots of that kind at the moment asked for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_KIND = re.compile(r"@([a-z]+)")
_NAMED = re.compile(r"(?<![:\w]):([a-z][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with numbered values, and which value has which number."""

    sql: str
    names: tuple[str, ...]

    def values(self, by_name: Mapping[str, Any]) -> list[Any]:
        """The values in their order."""
        return [by_name[name] for name in self.names]


def statement(sql: str) -> Statement:
    """Expand the kinds and number the named values.

    The first mention of a value says its type (`:as_of::date`) where Postgres cannot tell.
    """
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    at = _KIND.sub(r"shown('\1', :as_of::date, :known_at::timestamptz)", sql)
    return Statement(_NAMED.sub(number, at), tuple(names))


ARRIVED = """
    (select max(recorded) from facts) as recorded,
    (select json_object_agg(service, json_build_object('recorded', at, 'position', position)) from (
        select service, (select max(recorded) from facts f where f.service = s.service) as at,
            (select coalesce(sum(next), 0) from positions p where p.consumer = 'gateway' and p.topic = service || '.events')
                as position
        from unnest(array['enrollment', 'network', 'notifications', 'gateway']) as s (service)) as each)::text as data_as_of
"""


def listing(found: str, item: str, *, kept: str = "", there: str = "true") -> Statement:
    """A page: `found` selects all rows with a unique text `key`; `item` makes the JSON of a row called `page`.

    `kept` are further common table expressions that both may use, each ending with a comma. `there` says whether what the
    list is about is known at all; if not, there is no answer.
    """
    return statement(
        f"""
        with {kept} found as ({found}),
        page as (select * from found where :after::text is null or key > :after order by key limit :limit::int)
        select (select count(*) from found) as total,
            case when {there} then (select coalesce(json_agg({item} order by page.key), '[]')::text from page) end as json,
            (select max(key) from page) as last,
            (select count(*) from found where key > (select max(key) from page)) as left,
            {ARRIVED}
        """  # noqa: S608  (constants of this folder)
    )


def one(made: str) -> Statement:
    """One object: `made` selects its JSON in one row, or no row."""
    return statement(f"select ({made})::text as json, {ARRIVED}")
