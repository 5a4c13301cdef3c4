# ruff: noqa: S608  (constants of this folder only)
"""Initiatives. Who proposed one is a person: shown is only by which right."""

from services.gateway.adapters.statements.statement import item, listing, one

_PERSONS = "'{proposer,endorser,person}'::text[]"
# Overdue is computed, never stored (domain.md, invariant 19): past its day, not reached, and the initiative goes on.
_LATE = "{}.value ->> 'status' in ('planned', 'missed') and ({}.value ->> 'due')::date < :as_of"
_GOES_ON = "{}.document ->> 'stage' not in ('completed', 'evaluated', 'closed', 'abandoned')"
_IS_OVERDUE = f"""
    ({_GOES_ON.format("i")} and exists (select from jsonb_array_elements(i.document -> 'milestones') late
        where {_LATE.format("late", "late")}))
"""
_MILESTONES = f"""
    (select coalesce(jsonb_agg(step.value || jsonb_build_object('overdue',
            {_GOES_ON.format("page")} and coalesce({_LATE.format("step", "step")}, false)) order by step.ordinality), '[]')
        from jsonb_array_elements(page.document -> 'milestones') with ordinality step)
"""
_ITEM = f"""
    {item("initiative", f"(page.document - {_PERSONS})")} || jsonb_build_object('network', page.network_slug,
        'overdue', page.overdue, 'milestones', {_MILESTONES})
"""
_FOUND = f"""
    select i.state || '/' || i.id as key, i.id, i.document, i.synthetic, n.slug as network_slug, {_IS_OVERDUE} as overdue
    from @initiative i left join @network n on n.id::text = i.network
    where counts(i.synthetic, :origin::text) and (:network::text is null or n.slug = :network)
        and (:state::text is null or i.state = :state) and (:stage::text is null or i.document ->> 'stage' = :stage)
        and (:kind::text is null or i.document ->> 'kind' = :kind)
        and (:overdue::boolean is null or :overdue = {_IS_OVERDUE})
"""


def _by(word: str) -> str:
    """Figures by a word of the document."""
    return f"""
        (select coalesce(jsonb_object_agg(word, figure(total, synthetic)), '{{}}') from (
            select document ->> '{word}' as word, count(*) as total, count(*) filter (where synthetic) as synthetic
            from found group by 1) counted)
    """


INITIATIVES = listing(found=_FOUND, item=_ITEM)
INITIATIVE_COUNTS = one(f"""
    with found as materialized ({_FOUND})
    select jsonb_build_object('initiatives', (select figure(count(*), count(*) filter (where synthetic)) from found),
        'by_stage', {_by("stage")}, 'by_state', {_by("state")})
""")
INITIATIVE = one(f"""
    select {_ITEM} from (select i.id, i.document, n.slug as network_slug, {_IS_OVERDUE} as overdue from @initiative i
        left join @network n on n.id::text = i.network
        where i.id = :id::uuid and counts(i.synthetic, :origin::text)) page
""")
