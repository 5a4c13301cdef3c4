# ruff: noqa: S608  (constants of this folder only)
"""Persons by opaque id: their names are asked of enrollment afterwards and never come here."""

from services.gateway.adapters.statements.statement import item, listing, one

# As known to the reader: which alumni, by the filters.
_WHICH = """
    counts(a.synthetic, :origin::text) and (:state::text is null or a.state = :state)
        and (:sector::text is null or a.document ->> 'sector' = :sector)
        and (:year::int is null or a.document -> 'years' @> to_jsonb(:year))
        and (:edition::text is null or exists (select from @seminar s
            join @edition e on e.id::text = s.document ->> 'edition' and e.slug = :edition
            where a.document -> 'seminars' ? s.id::text))
        and (:sees_alumni::text[] is null or 'state:' || a.state = any (:sees_alumni))
"""
# The id of an alumnus is that of the person, so the key is its hash: a cursor can be read by whoever holds it.
ALUMNI = listing(
    found=f"""
        select a.state || '/' || encode(sha256(a.id::text::bytea), 'hex') as key, a.id, a.state, a.document
        from @alumnus a where {_WHICH}
    """,
    item="""
        jsonb_build_object('version', (select o.version from objects o where o.kind = 'alumnus' and o.id = page.id),
            'state', page.document -> 'state', 'sector', page.document -> 'sector', 'years', page.document -> 'years',
            'recognised', page.document -> 'recognised', 'graduations', jsonb_array_length(page.document -> 'graduations'),
            'sources', page.document -> 'sources', 'synthetic', page.document -> 'synthetic')
        || case when :sees_persons::text[] is null or 'state:' || page.state = any (:sees_persons)
            then jsonb_build_object('person', page.id) else '{}' end
    """,
)


def _by(words: str) -> str:
    """Figures by a word of each; `words`: SQL of a set of texts."""
    return f"""
        (select coalesce(jsonb_object_agg(word, figure(total, synthetic)), '{{}}') from (
            select word, count(*) as total, count(*) filter (where found.synthetic) as synthetic
            from found, {words} as said (word) group by 1) counted)
    """


# What the seminar with that id is called.
_TITLE = """
    coalesce((select jsonb_build_object('slug', held_at.slug, 'title', held_at.document -> 'title')
        from @seminar held_at where held_at.id::text = {}), '{{}}')
"""

ALUMNI_COUNTS = one(f"""
    with found as materialized (select a.state, a.synthetic, a.document from @alumnus a where {_WHICH})
    select jsonb_build_object(
        'alumni', (select figure(count(*), count(*) filter (where found.synthetic)) from found),
        'by_state', {_by("lateral (select found.state)")},
        'by_sector', {_by("lateral (select found.document ->> 'sector')")},
        'by_year', {_by("jsonb_array_elements_text(found.document -> 'years')")})
""")
PERSON = one(f"""
    select {item("person", "(page.document - 'person')")} || jsonb_build_object(
        'graduations', coalesce((select jsonb_agg(one.value || {_TITLE.format("one.value ->> 'seminar'")} order by one.ordinality)
            from @alumnus a, jsonb_array_elements(a.document -> 'graduations') with ordinality one where a.id = page.id), '[]'),
        'seminars', (select coalesce(jsonb_agg(held || jsonb_build_object('seminar', c.id) || {_TITLE.format("c.id::text")}
                order by c.id), '[]')
            from @cohort c cross join lateral (select c.document -> 'seats' -> page.id::text as held) seat
            where held is not null),
        'seats', (select coalesce(jsonb_agg(jsonb_build_object('network', s.network, 'state', s.state,
                'network_slug', n.slug, 'network_name', n.document -> 'name',
                'kind', held -> 'kind', 'since', held -> 'since') order by s.network, s.state, held ->> 'kind'), '[]')
            from @seat s left join @network n on n.id::text = s.network, jsonb_array_elements(s.document -> 'seats') held
            where held ->> 'person' = page.id::text))
    from (select p.id, p.document from @person p where p.id = :id::uuid
        and counts(p.synthetic, :origin::text) and exists (select from objects o where o.kind = 'person' and o.id = p.id
            and (:sees_persons::text[] is null or o.scopes && :sees_persons))) page
""")
