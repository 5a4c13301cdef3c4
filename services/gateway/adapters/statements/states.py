# ruff: noqa: S608  (constants of this folder only)
"""States: the register joined with what is known of each at the same date."""

from services.gateway.adapters.statements.evidence import disagreeing, told_of
from services.gateway.adapters.statements.silence import is_silent, last_sign
from services.gateway.adapters.statements.statement import by_name, item, listing, one
from services.gateway.adapters.statements.taken_part import TAKEN_PART_IN

_SHOWN = item("state", "(page.document - 'alphabet')")

_MEMBERS_OF = f"""
    (select coalesce(jsonb_agg({item("membership", "(m.document - '{network,state}'::text[])", "m")}
            || jsonb_build_object('network', n.slug) order by n.slug), '[]')
        from @membership m join @network n on n.id::text = m.network
        where m.state = page.state and counts(m.synthetic, :origin))
"""

_IS_OF = """
    exists (select from @membership m join @network n on n.id::text = m.network
        where m.state = s.state and {} and counts(m.synthetic, :origin) and (:network::text is null or n.slug = :network))
"""
_STANDS = """
    exists (select from @membership m join @network n on n.id::text = m.network
        where m.state = page.state and m.status {} and counts(m.synthetic, :origin)
            and (:network::text is null or n.slug = :network))
"""
# With an edition or a year, taking part is asked of its seminars only, and states that did are meant unless it is said.
_STATES = f"""
    select {by_name("s.document", "s.state")} as key, s.id, s.state, s.document,
        t.synthetic as taken_part_synthetic, t.state is not null as took_part
    from @state s left join taken_part t on t.state = s.state and counts(t.synthetic, :origin::text)
    where counts(s.synthetic, :origin) and (:region::text is null or s.document ->> 'region' = :region)
        and coalesce((t.state is not null) = coalesce(:took_part::boolean,
            case when :edition::text is not null or :year::int is not null then true end), true)
        and (:status::text is null or {_IS_OF.format("m.status = :status")})
        and ((:member::boolean is null and (:network::text is null or :status is not null))
            or coalesce(:member, true) = {_IS_OF.format("m.status in ('active', 'suspended')")})
        and (:silent::int is null or ({_IS_OF.format("m.status in ('active', 'suspended')")} and {is_silent("s.state")}))
"""
STATES = listing(
    kept=TAKEN_PART_IN,
    found=_STATES,
    item=f"""
        {_SHOWN} || jsonb_build_object('took_part', page.took_part,
            'took_part_documented', coalesce(not page.taken_part_synthetic, false), 'memberships', {_MEMBERS_OF},
            'last_sign', {last_sign("page.state")})
    """,
)
# Where a state stands: the same as its row in the list says, in one word, for all of them at once.
STATES_MAP = one(f"""
    with {TAKEN_PART_IN} found as ({_STATES})
    select jsonb_build_object('items', coalesce(jsonb_agg(jsonb_build_object('iso3', page.state,
        'name', page.document #>> array['names', coalesce(:language, 'en')],
        'standing', case
            when {_STANDS.format("in ('active', 'suspended')")} then 'member'
            when {_STANDS.format("in ('invited', 'intent_declared', 'accession_pending')")} then 'pending'
            when page.took_part then 'took_part' else 'none' end,
        'took_part', page.took_part, 'region', page.document -> 'region') order by page.key), '[]'))
    from found page
""")
# What the sources of its memberships and seats are called.
_REFERENCES = f"""
    (select coalesce(jsonb_object_agg(said.source, {told_of("said.source")}), '{{}}') from (
        select distinct source.value ->> 'source' as source
        from (select document, synthetic from @membership m where m.state = page.state
            union all select document, synthetic from @seat seat where seat.state = page.state) shown,
            jsonb_array_elements(shown.document -> 'sources') source
        where counts(shown.synthetic, :origin)) said)
"""
STATE = one(f"""
    select {_SHOWN} || jsonb_build_object(
        'memberships', {_MEMBERS_OF},
        'seats', (select coalesce(jsonb_agg(jsonb_build_object('id', seat.id, 'network', n.slug,
                'due', seat.document -> 'due', 'sources', seat.document -> 'sources',
                'status', seat.document -> 'status', 'seats', (select jsonb_agg(one - 'person')
                    from jsonb_array_elements(seat.document -> 'seats') one)) order by n.slug), '[]')
            from @seat seat join @network n on n.id::text = seat.network
            where seat.state = page.state and counts(seat.synthetic, :origin)),
        'initiatives', (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'title', i.document -> 'title',
                'kind', i.document -> 'kind', 'stage', i.document -> 'stage', 'synthetic', i.synthetic) order by i.id), '[]')
            from @initiative i where i.state = page.state and counts(i.synthetic, :origin)),
        'seminars', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'slug', s.slug, 'title', s.document -> 'title',
                'edition', (select e.slug from @edition e where e.id::text = s.document ->> 'edition'),
                'years', s.document -> 'years', 'status', s.status,
                'presence', c.document #>> array['states', page.state, 'presence'],
                'documented', (c.document #>> array['states', page.state, 'documented'])::boolean)
                order by s.document #>> '{{parts,0,earliest}}', s.slug), '[]')
            from @cohort c join @seminar s on s.id = c.id
            where c.document -> 'states' ? page.state
                and counts(not (c.document #>> array['states', page.state, 'documented'])::boolean, :origin)),
        'disputes', {disagreeing("o.state = page.state")},
        'references', {_REFERENCES},
        'alumni', (select figure(count(*), count(*) filter (where a.synthetic))
            from @alumnus a where a.state = page.state and counts(a.synthetic, :origin)
                and (:sees_alumni::text[] is null or 'state:' || a.state = any (:sees_alumni))))
    from @state page where page.state = :iso3::text and counts(page.synthetic, :origin::text)
""")
