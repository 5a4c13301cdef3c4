# ruff: noqa: S608  (constants of this folder only)
"""Editions and seminars; the cohort of a seminar, which has its id, says who came."""

from services.gateway.adapters.statements.statement import item, listing, one
from services.gateway.adapters.statements.taken_part import TAKEN_PART_BY_YEAR

# A state counts in a year as it does in all (taken_part.py): documented if one documented fact supports it.
_BY_YEAR = """
    (select coalesce(jsonb_agg(jsonb_build_object('year', held.year, 'seminars', held.seminars, 'states', (
            select figure(count(*), count(*) filter (where t.synthetic)) from taken_part t
            where t.edition = page.id::text and t.year = held.year and counts(t.synthetic, :origin))) order by held.year), '[]')
        from (select year::int as year, figure(count(*), count(*) filter (where s.synthetic)) as seminars
            from @seminar s, jsonb_array_elements(s.document -> 'years') year
            where s.document ->> 'edition' = page.id::text and s.status <> 'cancelled' and counts(s.synthetic, :origin)
            group by 1) held)
"""

EDITIONS = listing(
    kept=TAKEN_PART_BY_YEAR,
    found="""
        select e.slug as key, e.id, e.document, s.count, s.synthetic as synthetic_count
        from @edition e, lateral (select count(*) as count, count(*) filter (where s.synthetic) as synthetic
            from @seminar s where s.document ->> 'edition' = e.id::text and s.status <> 'cancelled'
                and counts(s.synthetic, :origin)) s
        where counts(e.synthetic, :origin::text) and (:status::text is null or e.status = :status)
    """,
    item=f"""
        {item("edition")} || jsonb_build_object('seminars', figure(page.count, page.synthetic_count), 'years', {_BY_YEAR})
    """,
)

# Counts by person are those of the reader's own network, else of the own states (security.md P1): from a total beside the own
# part, the others' would follow. Head counts and delegations are published facts, and so is which states came.
_WHOLE = """
    (:sees_participants::text[] is null or 'network:' || (page.document ->> 'network') = any (:sees_participants))
"""
_SEEN = f"""
    (select seat.value from jsonb_each(page.cohort -> 'seats') seat
        where {_WHOLE} or 'state:' || (seat.value ->> 'state') = any (:sees_participants)) seat
"""
_COUNTS = f"""
    (select coalesce(jsonb_object_agg(by_role.role, figure(by_role.count, by_role.synthetic)), '{{}}')
        from (select value ->> 'role' as role, count(*) as count,
                count(*) filter (where not (value ->> 'documented')::boolean) as synthetic
            from {_SEEN} group by 1) by_role)
"""
_GRADUATIONS = f"""
    (select figure(count(*), count(*) filter (where not (value ->> 'graduation_documented')::boolean))
        from {_SEEN} where value ->> 'graduated' is not null)
"""
_SHORT = f"""
    {item("seminar")} || jsonb_build_object('edition', page.edition_slug,
        'states', page.states, 'counts', {_COUNTS},
        'headcounts', coalesce(page.cohort -> 'headcounts', '[]'), 'graduations', {_GRADUATIONS})
"""
_PRESENT = """
    (select figure(count(*), count(*) filter (where not (sign.value ->> 'documented')::boolean))
        from jsonb_each(c.document -> 'states') sign where sign.value ->> 'presence' = 'present'
            and counts(not (sign.value ->> 'documented')::boolean, :origin))
"""
_COLUMNS = f"""
    s.id, s.slug, s.document, e.slug as edition_slug, c.document as cohort, coalesce({_PRESENT}, figure(0, 0)) as states
    from @seminar s left join @edition e on e.id::text = s.document ->> 'edition'
    left join @cohort c on c.id = s.id
"""

SEMINARS = listing(
    found=f"""
        select coalesce(s.document #>> '{{parts,0,earliest}}', s.document #>> '{{parts,0,latest}}', '9999') || '/' || s.slug
            as key, {_COLUMNS}
        where counts(s.synthetic, :origin::text) and (:edition::text is null or e.slug = :edition)
            and (:year::int is null or s.document -> 'years' @> to_jsonb(:year))
            and (:status::text is null or s.status = :status)
            and (:country::text is null or s.document -> 'parts' @> jsonb_build_array(jsonb_build_object('country', :country)))
            and (:state::text is null or c.document #>> array['states', :state, 'presence'] = 'present')
    """,
    item=_SHORT,
)
SEMINAR = one(f"""
    select {_SHORT} || jsonb_build_object(
        'capacity', coalesce(page.cohort -> 'capacity', page.document -> 'capacity'),
        'attendance_by_state', coalesce(page.cohort -> 'states', '{{}}'),
        'organisations', coalesce(page.cohort -> 'bodies', '{{}}'),
        'counts_by_state', (select coalesce(jsonb_object_agg(by_state.key, by_state.value), '{{}}')
            from jsonb_each(page.cohort -> 'counts_by_state') by_state
            where {_WHOLE} or 'state:' || by_state.key = any (:sees_participants)))
    from (select {_COLUMNS} where (s.slug = :slug::text or s.id::text = :slug) and counts(s.synthetic, :origin::text)) page
""")
