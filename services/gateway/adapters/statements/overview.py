# ruff: noqa: S608  (constants of this folder only)
"""The figures of the whole network."""

from services.gateway.adapters.statements.statement import one
from services.gateway.adapters.statements.taken_part import TAKEN_PART


def _figure(rows: str, synthetic: str = "synthetic") -> str:
    return f"(select figure(count(*), count(*) filter (where {synthetic})) from {rows})"


def _by(column: str) -> str:
    """Initiatives counted by one of their words."""
    return f"""
        (select coalesce(json_object_agg(word, figure(total, synthetic)), '{{}}') from (
            select document ->> '{column}' as word, count(*) as total, count(*) filter (where synthetic) as synthetic
            from counted group by 1) as by_word)
    """


OVERVIEW = one(f"""
    with {TAKEN_PART} counted as (
        select document, synthetic from @initiative where counts(synthetic, :origin::text))
    select json_build_object(
        'states_taken_part', {_figure("taken_part where counts(synthetic, :origin)")},
        'alumni', {_figure("@alumnus where counts(synthetic, :origin)")},
        'graduations', {
    _figure(
        "@alumnus, jsonb_array_elements(document -> 'graduations') g"
        " where counts(not (g ->> 'documented')::boolean, :origin)",
        "not (g ->> 'documented')::boolean",
    )
},
        'seminars', {_figure("@seminar where status in ('in_session', 'completed') and counts(synthetic, :origin)")},
        'networks', (select coalesce(json_agg(json_build_object('id', n.id, 'slug', n.slug, 'status', n.status, 'members',
                {
    _figure(
        "@membership m where m.network = n.id::text and m.status in ('active', 'suspended')"
        " and counts(m.synthetic, :origin)",
        "m.synthetic",
    )
}) order by n.slug), '[]')
            from @network n where counts(n.synthetic, :origin)),
        'initiatives', json_build_object('total', {_figure("counted")}, 'by_kind', {_by("kind")}, 'by_stage', {
    _by("stage")
}))
""")
