# ruff: noqa: S608  (constants of this folder only)
"""Networks, their members and seats, and what changed in them."""

from services.gateway.adapters.statements.statement import by_name, item, listing, one

IS_NAMED = "(n.slug = :slug::text or n.id::text = :slug)"
IS_THERE = "exists (select from snapshots n where n.kind = 'network' and (n.slug = :slug::text or n.id::text = :slug))"

# Invariant 3: an acting focal point sits until a day. A seat that nobody fills is due until its day,
# then vacant; a founding member whose day nobody wrote down still owes it.
_FOCAL_POINT = """
    case when exists (select from jsonb_array_elements(seat.document -> 'seats') one where one ->> 'kind' = 'national'
            and one ->> 'status' = 'seated' and coalesce((one ->> 'acting_until')::date > :as_of, true)) then 'seated'
        when coalesce(seat.document ->> 'due', m.document ->> 'focal_point_due')::date >= :as_of then 'due'
        when coalesce(seat.document ->> 'due', m.document ->> 'focal_point_due') is null
            and (m.document ->> 'founding')::boolean then 'due'
        else 'vacant' end
"""
_MEMBERS = """
    (select figure(count(*), count(*) filter (where m.synthetic)) from @membership m
        where m.network = page.id::text and m.status in ('active', 'suspended') and counts(m.synthetic, :origin))
"""
_STATE = "(select s.document from @state s where s.state = {}.state)"
_DISPUTES = f"""
    disputed as (select d.document ->> 'about_id' as about,
            jsonb_agg({item("dispute", "(d.document - '{about_kind,about_id}'::text[])", "d")} order by d.id) as disputes
        from @dispute d group by 1),
"""

NETWORKS = listing(
    found="""
        select n.slug as key, n.id, n.document from @network n
        where counts(n.synthetic, :origin::text) and (:status::text is null or n.status = :status)
    """,
    item=f"{item('network')} || jsonb_build_object('members', {_MEMBERS})",
)
NETWORK = one(f"""
    select {item("network")} || jsonb_build_object('members', {_MEMBERS})
    from @network page where (page.slug = :slug::text or page.id::text = :slug) and counts(page.synthetic, :origin::text)
""")
MEMBERS = listing(
    there=IS_THERE,
    found=f"""
        select {by_name(_STATE.format("m"), "m.state")} as key, m.id, m.document, {_FOCAL_POINT} as focal_point,
            coalesce(seat.document ->> 'due', m.document ->> 'focal_point_due') as due
        from @network n join @membership m on m.network = n.id::text
        left join @seat seat on seat.network = m.network and seat.state = m.state
        where {IS_NAMED} and counts(m.synthetic, :origin::text) and (:state::text is null or m.state = :state)
            and case when :status::text is null then m.status in ('active', 'suspended') else m.status = :status end
    """,
    kept=_DISPUTES,
    item=f"""
        {item("membership")} || jsonb_build_object('focal_point', jsonb_build_object(
            'status', page.focal_point, 'due', case when page.focal_point <> 'seated' then page.due end),
            'disputes', coalesce((select d.disputes from disputed d where d.about = page.id::text), '[]'))
    """,
)


def _seats(which: str) -> str:
    key = by_name(_STATE.format("seat"), "seat.state || '/' || seat.network")
    return f"""
        select {key} as key, seat.id, seat.document, n.slug as network_slug,
            {_FOCAL_POINT} as status, coalesce(seat.document ->> 'due', m.document ->> 'focal_point_due') as due
        from @seat seat join @network n on seat.network = n.id::text
        left join @membership m on m.network = seat.network and m.state = seat.state
        where {which} and counts(seat.synthetic, :origin::text) and (:state::text is null or seat.state = :state)
            and (:status::text is null or :status = {_FOCAL_POINT} or (:status = 'open' and {_FOCAL_POINT} <> 'seated'))
            and (:member::boolean is null or :member = coalesce(m.status in ('active', 'suspended'), false))
    """


# Who sits there is a person: here only for whom, since when, and for which body.
_SEAT = """
    jsonb_build_object('id', page.id, 'version', (select o.version from objects o where o.kind = 'seat' and o.id = page.id),
        'network', page.network_slug, 'state', page.document -> 'state', 'status', page.status,
        'due', case when page.status <> 'seated' then page.due end,
        'seats', (select jsonb_agg(one - 'person') from jsonb_array_elements(page.document -> 'seats') one
            where coalesce((one ->> 'acting_until')::date > :as_of, true)),
        'sources', page.document -> 'sources', 'synthetic', page.document -> 'synthetic')
"""
NETWORK_SEATS = listing(there=IS_THERE, found=_seats(IS_NAMED), item=_SEAT)
SEATS = listing(found=_seats("(:network::text is null or n.slug = :network)"), item=_SEAT)
