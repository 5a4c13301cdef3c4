# ruff: noqa: S608  (constants of this folder only)
"""Any object: those of a kind to choose from, and the facts of one, each with what it changed."""

from services.gateway.adapters.statements.statement import listing
from services.gateway.adapters.statements.visible import may_see, shown

_KNOWN = "case when :known_at::timestamptz is null then upper_inf(s.known) else s.known @> :known_at end"
_CALLED = (
    "coalesce(s.document ->> 'name', s.document ->> 'title', s.document #>> '{names,en}', s.document ->> 'text', '')"
)
_TOLD_APART = (
    "name", "title", "slug", "names", "iso3", "state", "network", "seminar", "edition", "kind", "text", "scheduled",
    "began", "date", "person", "channel", "template", "about_kind", "code", "place",
    "milestones", "parts",
)  # fmt: skip
_WORDS = ", ".join(f"'{name}'" for name in _TOLD_APART)

OBJECTS = listing(
    found=f"""
        select (coalesce(s.document #>> array['alphabet', coalesce(:language::text, 'en')], lower({_CALLED}))
            || '/' || coalesce(s.state, '') || '/' || s.id) collate "C" as key, s.*
        from snapshots s where s.kind = :kind::text and s.valid @> :as_of::date and {_KNOWN}
            and counts(s.synthetic, :origin::text) and {may_see("s.id")}
            and (:text::text is null or {_CALLED} ilike '%' || :text || '%' or s.slug ilike '%' || :text || '%')
            and (:status::text is null or s.status = any (string_to_array(:status, ',')))
            and (:state::text is null or s.state = :state) and (:network::uuid is null or s.network = :network::text)
            and (:id::uuid is null or s.id = :id)
    """,
    item=f"""
        (select jsonb_strip_nulls(jsonb_build_object('id', page.id, 'version', o.version, 'status', page.status,
            'synthetic', page.synthetic)) || (select coalesce(jsonb_object_agg(said.key, said.value), '{{}}')
                from jsonb_each(page.document) said where said.key in ({_WORDS}))
        from objects o where o.kind = page.kind and o.id = page.id)
    """,
)


def _document(at: str) -> str:
    """What the object was like on the day of the fact, as known at that time."""
    return f"""
        (select {shown("s.document")} from snapshots s where s.kind = page.kind and s.id = page.id
            and s.valid @> page.occurred and s.known @> {at})
    """


FACTS = listing(
    there=may_see(":id::uuid"),
    found=f"""
        select to_char(1000000000 - f.sequence, 'FM0000000000') as key, f.* from facts f
        where f.kind = :kind::text and f.id = :id::uuid and f.occurred <= :as_of::date
            and (:known_at::timestamptz is null or f.recorded <= :known_at)
            and counts(coalesce((f.event ->> 'synthetic')::boolean, false), :origin::text)
            and {may_see(":id::uuid")}
    """,
    item=f"""
        (select jsonb_build_object('event_id', page.event ->> 'id', 'kind', page.type, 'sequence', page.sequence,
            'fact', page.root, 'version', o.version, 'occurred_on', page.event ->> 'occurredon',
            'recorded_at', page.event ->> 'time', 'content', {shown("(page.event -> 'data')")}, 'reason', page.event ->> 'reason',
            'source', page.event ->> 'evidence', 'page', page.event ->> 'page',
            'entry', page.event ->> 'entry', 'inferred', coalesce((page.event ->> 'inferred')::boolean, false),
            'synthetic', coalesce((page.event ->> 'synthetic')::boolean, false),
            'last', not exists (select from facts v where v.kind = page.kind and v.id = page.id
                and v.root = page.root and v.sequence > page.sequence),
            'earlier', (select jsonb_build_object('kind', v.type, 'content', {shown("(v.event -> 'data')")},
                    'occurred_on', v.event ->> 'occurredon')
                from facts v where v.kind = page.kind and v.id = page.id and v.root = page.root
                    and v.sequence < page.sequence order by v.sequence desc limit 1),
            'before', {_document("(page.recorded - interval '1 microsecond')")},
            'after', {_document("page.recorded")},
            'actor', case when :sees_actors::text[] is null then page.event ->> 'actor' end,
            'correlation', case when :sees_actors::text[] is null then page.event ->> 'correlationid' end)
        from objects o where o.kind = page.kind and o.id = page.id)
    """,
)
