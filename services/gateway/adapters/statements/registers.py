"""Bodies, sources, statements, and alumni without anything that names a person."""

from services.gateway.adapters.statements.statement import item, listing

BODIES = listing(
    found="""
        select b.document ->> 'name' || '/' || b.id as key, b.id, b.document
        from @body b
        where counts(b.synthetic, :origin::text) and (:state::text is null or b.state = :state)
            and (:kind::text is null or b.document ->> 'kind' = :kind)
    """,
    item=item("body"),
)
SOURCES = listing(
    found="""
        select s.document ->> 'title' || '/' || s.id as key, s.id, s.document
        from @source s where counts(s.synthetic, :origin::text)
    """,
    item=item("source"),
)
STATEMENTS = listing(
    found="""
        select s.id::text as key, s.id, s.document
        from @statement s
        where counts(s.synthetic, :origin::text) and (:about_kind::text is null or s.document ->> 'about_kind' = :about_kind)
            and (:about_id::uuid is null or s.document ->> 'about_id' = :about_id::text)
    """,
    item=item("statement"),
)
# The id of an alumnus is that of the person, so the key is its hash: a cursor can be read by whoever holds it.
ALUMNI = listing(
    found="""
        select encode(sha256(a.id::text::bytea), 'hex') as key, a.id, a.document
        from @alumnus a
        where counts(a.synthetic, :origin::text) and (:state::text is null or a.state = :state)
            and (:sector::text is null or a.document ->> 'sector' = :sector)
            and (:year::int is null or a.document -> 'years' @> to_jsonb(:year))
            and (:edition::text is null or exists (select from @seminar s
                join @edition e on e.id::text = s.document ->> 'edition' and e.slug = :edition
                where a.document -> 'seminars' ? s.id::text))
            and (:sees_alumni::text[] is null or 'state:' || a.state = any (:sees_alumni))
    """,
    item="""
        jsonb_build_object('version', (select o.version from objects o where o.kind = 'alumnus' and o.id = page.id),
            'state', page.document -> 'state', 'sector', page.document -> 'sector', 'years', page.document -> 'years',
            'recognised', page.document -> 'recognised', 'graduations', jsonb_array_length(page.document -> 'graduations'),
            'sources', page.document -> 'sources', 'synthetic', page.document -> 'synthetic')
    """,
)
