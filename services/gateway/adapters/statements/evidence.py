# ruff: noqa: S608  (constants of this folder only)
"""Evidence: what the sources of facts are called, and which sources say something else than the register (S8)."""


def told_of(source: str) -> str:
    """Title and address of the source with that id (SQL of a text), or null. A source may be younger than the day asked for."""
    return f"""
        (select jsonb_build_object('title', s.document -> 'title', 'address', s.document -> 'address') from snapshots s
            where s.kind = 'source' and s.id::text = {source} and upper_inf(s.known) order by lower(s.valid) desc limit 1)
    """


def disagreeing(about: str) -> str:
    """What is said against objects of the register; `about`: SQL that holds for such an object, called `o`.

    A source that disagrees may be younger than the day asked for: what counts is that it was known.
    """
    return f"""
        (select coalesce(jsonb_agg(distinct jsonb_build_object('id', d.id, 'about_kind', d.document -> 'about_kind',
                'about_id', d.document -> 'about_id', 'says', d.document -> 'text', 'on', d.document -> 'on',
                'source', said ->> 'source', 'page', said ->> 'page') || coalesce({told_of("said ->> 'source'")}, '{{}}')), '[]')
            from snapshots d left join jsonb_array_elements(d.document -> 'sources') said on true
            where d.kind = 'dispute'
                and exists (select from snapshots o where o.id::text = d.document ->> 'about_id' and {about})
                and case when :known_at::timestamptz is null then upper_inf(d.known) else d.known @> :known_at end)
    """
