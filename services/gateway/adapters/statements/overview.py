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

# What arrived last stands at the end of the index by arrival, so this reads backwards until it has enough.
LATEST = one("""
    select json_build_object('items', coalesce(json_agg(told order by arrival desc), '[]')) from (
        select f.arrival, json_build_object('event_id', f.event ->> 'id', 'kind', f.type, 'object', f.kind, 'id', f.id,
            'occurred_on', f.event ->> 'occurredon', 'recorded_at', f.event ->> 'time', 'state', f.state,
            'network', (select n.slug from @network n where n.id::text = f.network),
            'source', f.event ->> 'evidence', 'page', f.event ->> 'page',
            'synthetic', coalesce((f.event ->> 'synthetic')::boolean, false)) as told
        from facts f where f.public and f.occurred <= :as_of::date and f.recorded <= coalesce(:known_at::timestamptz, 'infinity')
            and counts(coalesce((f.event ->> 'synthetic')::boolean, false), :origin::text)
            and (:state::text is null or f.state = :state)
            and (:network::text is null or f.network in (select n.id::text from @network n where n.slug = :network))
        order by f.arrival desc limit 10) as newest
""")
