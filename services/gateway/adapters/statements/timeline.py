# ruff: noqa: S608  (constants of this folder only)
"""Timelines: what happened with a state or a seminar, newest first, each item with its event and its source."""

from services.gateway.adapters.statements.evidence import told_of
from services.gateway.adapters.statements.statement import Statement, listing


def _timeline(there: str, about: str) -> Statement:
    """The version of each fact `f` that stood at the known time; `about` says of which ones, and who may see them."""
    return listing(
        there=there,
        found=f"""
            select newest_first(f.occurred, f.recorded, f.kind || '/' || f.id || '/' || f.sequence) as key, f.*
            from facts f
            where {about} and f.occurred <= :as_of::date and f.recorded <= coalesce(:known_at::timestamptz, 'infinity')
                and not exists (select from facts v where v.kind = f.kind and v.id = f.id and v.root = f.root
                    and v.sequence > f.sequence and v.recorded <= coalesce(:known_at, 'infinity'))
                and counts(coalesce((f.event ->> 'synthetic')::boolean, false), :origin::text)
        """,
        item=f"""
            jsonb_build_object('event_id', page.event ->> 'id', 'occurred_on', page.event ->> 'occurredon',
                'recorded_at', page.event ->> 'time', 'kind', page.type, 'object', page.kind,
                'title', initcap(replace(split_part(page.type, '.', 2), '-', ' ')),
                'id', case when page.public then page.id end, 'version', page.sequence,
                'corrected', page.root <> page.sequence, 'network', page.network,
                'state', case when page.public then page.state end,
                'source', page.event ->> 'evidence', 'page', page.event ->> 'page',
                'source_told', {told_of("page.event ->> 'evidence'")},
                'synthetic', coalesce((page.event ->> 'synthetic')::boolean, false),
                'inferred', coalesce((page.event ->> 'inferred')::boolean, false),
                'actor', case when :sees_actors::text[] is null then page.event ->> 'actor' end)
        """,
    )


# Events that anybody may see, or of the reader's own states.
OF_STATE = _timeline(
    there="exists (select from facts where kind = 'state' and state = :iso3)",
    about="""
        f.state = :iso3::text
            and (f.public or :sees_participants::text[] is null or 'state:' || f.state = any (:sees_participants))
    """,
)
# Of the seminar and its cohort, which has its id; what names a person is not told here.
_SEMINAR = """
    select s.id from snapshots s where s.kind = 'seminar' and (s.slug = :slug::text or s.id::text = :slug)
"""
OF_SEMINAR = _timeline(
    there=f"exists ({_SEMINAR})", about=f"f.kind in ('seminar', 'cohort') and f.public and f.id in ({_SEMINAR})"
)
