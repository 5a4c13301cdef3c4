# ruff: noqa: S608  (constants of this folder only)
"""The facts behind what is shown: changes between two days, versions of an object, the stream of public events."""

from services.gateway.adapters.statements.statement import listing, one
from services.gateway.adapters.statements.visible import may_see, without_contacts

_MEMBER = "coalesce({0}.status in ('active', 'suspended'), false)"
_STOOD = """
    f.recorded <= coalesce(:known_at::timestamptz, 'infinity') and f.type not like '%.fact-retracted'
    and not exists (select from facts v where v.kind = f.kind and v.id = f.id and v.root = f.root
        and v.sequence > f.sequence and v.recorded <= coalesce(:known_at, 'infinity'))
"""


def _both(kind: str) -> str:
    """The objects of a kind as they were on the first day (a) and on the last one (b), where that is not the same."""
    at = f"select * from @{kind}/{{0}} where counts(synthetic, :origin::text)"
    return f"""
        (select coalesce(b.id, a.id) as id, coalesce(b.state, a.state) as state, coalesce(b.network, a.network) as network,
            a.document as before, b.document as after, {_MEMBER.format("a")} as was, {_MEMBER.format("b")} as is_now
        from ({at.format("from")}) a full join ({at.format("to")}) b on b.id = a.id
        where a.document is distinct from b.document)
    """


_TITLE = """
    (select s.document -> 'title' from snapshots s where s.kind = 'source' and s.id::text = {0} and upper_inf(s.known)
        order by lower(s.valid) desc limit 1)
"""
# A source that disagrees may be younger than both days: what counts is that it was known.
_DISAGREEING = f"""
    (select coalesce(jsonb_agg(distinct jsonb_build_object('source', said ->> 'source', 'page', said ->> 'page',
            'title', {_TITLE.format("said ->> 'source'")}, 'says', d.document -> 'text')), '[]')
        from snapshots d, jsonb_array_elements(d.document -> 'sources') said
        where d.kind = 'dispute' and d.document ->> 'about_id' = page.id::text
            and case when :known_at::timestamptz is null then upper_inf(d.known) else d.known @> :known_at end)
"""

# `joined` and `left` compare membership; other changes of a membership (suspended, resumed) are its `status`.
CHANGES = listing(
    there="exists (select from network)",
    kept=f"""
        network as (select distinct id::text from snapshots
            where kind = 'network' and (slug = :slug::text or id::text = :slug)),
        changed as (
            select case when m.is_now and not m.was then 'joined' when m.was and not m.is_now then 'left'
                else 'status' end as change, 'membership' as kind, m.* from {_both("membership")} m
            where m.before ->> 'status' is distinct from m.after ->> 'status'
            union all select 'seat', 'seat', s.* from {_both("seat")} s
            union all select 'initiative', 'initiative', i.* from {_both("initiative")} i),
    """,
    found="""
        select c.change || '/' || c.state || '/' || c.id as key, c.* from changed c join network n on n.id = c.network
    """,
    item=f"""
        (select jsonb_build_object('change', page.change, 'state', page.state, 'id', page.id, 'kind', page.kind,
            'title', coalesce(page.after, page.before) -> 'title',
            'before', page.before - '{{person,proposer,endorser,seats,sources}}'::text[],
            'after', page.after - '{{person,proposer,endorser,seats,sources}}'::text[],
            'occurred_on', behind.last ->> 'occurred_on', 'events', behind.events,
            'sources', behind.sources || {_DISAGREEING})
        from (
            select coalesce(jsonb_agg(e.event order by e.occurred, e.root), '[]') as events,
                coalesce(jsonb_agg(distinct e.source) filter (where e.source is not null), '[]') as sources,
                jsonb_agg(e.event order by e.occurred, e.root) -> -1 as last
            from (select f.occurred, f.root, jsonb_build_object('event_id', f.event ->> 'id', 'kind', f.type,
                    'occurred_on', f.event ->> 'occurredon', 'recorded_at', f.event ->> 'time') as event,
                case when f.event ? 'evidence' then jsonb_build_object('source', f.event ->> 'evidence',
                    'page', f.event ->> 'page', 'title', {_TITLE.format("f.event ->> 'evidence'")}) end as source
                from facts f where f.kind = page.kind and f.id = page.id
                    and f.occurred > :from and f.occurred <= :to and {_STOOD}) as e) as behind)
    """,
)

_MAY_SEE = may_see(":id::uuid")


def _event(alias: str) -> str:
    return f"""
        case when {alias}.id is not null then jsonb_build_object('event_id', {alias}.event ->> 'id', 'kind', {alias}.type,
            'sequence', {alias}.sequence, 'corrects', {alias}.event -> 'corrects',
            'occurred_on', {alias}.event ->> 'occurredon', 'recorded_at', {alias}.event ->> 'time',
            'source', {alias}.event ->> 'evidence', 'page', {alias}.event ->> 'page', 'reason', {alias}.event ->> 'reason',
            'synthetic', coalesce(({alias}.event ->> 'synthetic')::boolean, false),
            'actor', case when :sees_actors::text[] is null then {alias}.event ->> 'actor' end) end
    """


HISTORY = listing(
    there=_MAY_SEE,
    found=f"""
        select to_char(lower(s.known) at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || to_char(lower(s.valid), 'YYYYMMDD') as key, s.*
        from snapshots s where s.kind = :kind::text and s.id = :id::uuid and {_MAY_SEE}
    """,
    item=f"""
        (select jsonb_build_object('sequence', page.sequence, 'document', {without_contacts("page.document")},
            'valid', jsonb_build_object('from', lower(page.valid), 'to', upper(page.valid)),
            'known', jsonb_build_object('from', lower(page.known), 'to', upper(page.known)),
            'opened_by', {_event("opened")}, 'closed_by', {_event("closed")})
        from (values (1)) as always
        left join facts opened on opened.kind = page.kind and opened.id = page.id and opened.recorded = lower(page.known)
        left join facts closed on closed.kind = page.kind and closed.id = page.id and closed.recorded = upper(page.known))
    """,
)

# Positions commit out of order: only what no running transaction can still come before. `:persons` are the fields of the
# published language that hold a person.
EVENTS = one("""
    select json_build_object('items', coalesce(json_agg(event order by arrival), '[]'),
        'next', coalesce(max(arrival), :after::bigint, 0))
    from (
        select arrival, jsonb_set(event - '{actor,scopes,traceparent,correlationid,causationid,row,digest}'::text[], '{data}',
            (event -> 'data') - :persons::text[]) || jsonb_build_object('position', arrival) as event
        from facts where public and arrival > coalesce(:after, 0)
            and xid < pg_snapshot_xmin(pg_current_snapshot())
        order by arrival limit 50) as page
""")
