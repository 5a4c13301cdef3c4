# ruff: noqa: S608  (constants of this folder only)
"""Meetings, national mechanisms and partners, each with what stands in other documents of the same date."""

from services.gateway.adapters.statements.networks import IS_NAMED, IS_THERE
from services.gateway.adapters.statements.statement import item, listing

# Nobody is called absent from a meeting of which not all delegations are known by name. Who was a member is judged by the
# day of the meeting, as known at the time asked for.
_COMPLETE = "jsonb_array_length(page.document -> 'delegations') = (page.document ->> 'counted')::int"
_ABSENT = f"""
    case when {_COMPLETE} then (select coalesce(jsonb_agg(m.state order by m.state), '[]')
        from @membership[page.day] m
        where m.network = page.document ->> 'network' and m.status in ('active', 'suspended')
            and counts(m.synthetic, :origin) and not page.document -> 'delegations' ? m.state) end
"""
MEETINGS = listing(
    there=IS_THERE,
    found=f"""
        select m.document ->> 'day' || '/' || m.id as key, m.id, m.document, (m.document ->> 'day')::date as day,
            n.slug as network_slug
        from @network n join @meeting m on m.network = n.id::text
        where {IS_NAMED} and counts(m.synthetic, :origin::text) and (:status::text is null or m.status = :status)
    """,
    item=f"""
        {item("meeting", "(page.document - 'day')")} || jsonb_build_object('network', page.network_slug,
            'delegations', jsonb_build_object('complete', coalesce({_COMPLETE}, false),
                'present', page.document -> 'delegations', 'absent', {_ABSENT}))
    """,
)
MECHANISMS = listing(
    there=IS_THERE,
    found=f"""
        select m.state || '/' || m.id as key, m.id, m.document, n.slug as network_slug
        from @network n join @mechanism m on m.network = n.id::text
        where {IS_NAMED} and counts(m.synthetic, :origin::text) and (:state::text is null or m.state = :state)
            and (:status::text is null or m.status = :status)
    """,
    item=f"""
        {item("mechanism")} || jsonb_build_object('network', page.network_slug, 'institutions', (
            select coalesce(jsonb_agg(one || jsonb_build_object('name', b.document -> 'name') order by place), '[]')
            from jsonb_array_elements(page.document -> 'institutions') with ordinality as listed (one, place)
            left join @body b on b.id::text = one ->> 'body'))
    """,
)
PARTNERS = listing(
    kept=f"""
        agreed as (select a.document ->> 'body' as body, a.document ->> 'kind' as kind,
                coalesce(a.document ->> 'signed', a.document ->> 'drafted') || a.id as place,
                {item("agreement", "(a.document - 'body')", "a")} || jsonb_build_object('network', n.slug) as agreement
            from @agreement a left join @network n on n.id::text = a.network
            where counts(a.synthetic, :origin::text) and (:network::text is null or n.slug = :network)
                and (:kind::text is null or a.document ->> 'kind' = :kind)
                and (:status::text is null or a.status = :status)),
    """,
    found="""
        select b.document ->> 'name' || '/' || b.id as key, b.id, b.document
        from @body b where exists (select from agreed where agreed.body = b.id::text)
    """,
    item=f"""
        {item("body", "(page.document - '{kind,status,former_names,registered,closed}'::text[])")} || jsonb_build_object(
            'body_kind', page.document -> 'kind',
            'kinds', (select jsonb_agg(distinct kind) from agreed where agreed.body = page.id::text),
            'agreements', (select jsonb_agg(agreement order by place) from agreed where agreed.body = page.id::text))
    """,
)
