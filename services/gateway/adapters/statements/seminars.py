# ruff: noqa: S608  (constants of this folder only)
"""Editions and seminars; the cohort of a seminar, which has its id, says who came."""

from services.gateway.adapters.statements.statement import item, listing, one

EDITIONS = listing(
    found="""
        select e.slug as key, e.id, e.document, s.count, s.synthetic as synthetic_count
        from @edition e, lateral (select count(*) as count, count(*) filter (where s.synthetic) as synthetic
            from @seminar s where s.document ->> 'edition' = e.id::text and s.status <> 'cancelled'
                and counts(s.synthetic, :origin)) s
        where counts(e.synthetic, :origin::text) and (:status::text is null or e.status = :status)
    """,
    item=f"{item('edition')} || jsonb_build_object('seminars', figure(page.count, page.synthetic_count))",
)

_SHORT = f"""
    {item("seminar")} || jsonb_build_object('edition', page.edition_slug,
        'states', page.states, 'counts', coalesce(page.cohort -> 'counts', '{{}}'),
        'headcounts', coalesce(page.cohort -> 'headcounts', '[]'),
        'graduations', coalesce(page.cohort -> 'graduations', figure(0, 0)::jsonb))
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
            and (:state::text is null or c.document #>> array['states', :state, 'presence'] = 'present')
    """,
    item=_SHORT,
)
# Counts of persons by state are the reader's own states only; which states came is a registry fact.
SEMINAR = one(f"""
    select {_SHORT} || jsonb_build_object(
        'capacity', coalesce(page.cohort -> 'capacity', page.document -> 'capacity'),
        'attendance_by_state', coalesce(page.cohort -> 'states', '{{}}'),
        'organisations', coalesce(page.cohort -> 'bodies', '{{}}'),
        'counts_by_state', (select coalesce(jsonb_object_agg(by_state.key, by_state.value), '{{}}')
            from jsonb_each(page.cohort -> 'counts_by_state') by_state
            where :sees_participants::text[] is null or 'state:' || by_state.key = any (:sees_participants)))
    from (select {_COLUMNS} where (s.slug = :slug::text or s.id::text = :slug) and counts(s.synthetic, :origin::text)) page
""")
