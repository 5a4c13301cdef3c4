"""Bodies, sources and statements."""

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
