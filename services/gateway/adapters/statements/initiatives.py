# ruff: noqa: S608  (constants of this folder only)
"""Initiatives. Who proposed one is a person: shown is only by which right."""

from services.gateway.adapters.statements.statement import item, listing, one

_PERSONS = "'{proposer,endorser,person}'::text[]"
_ITEM = f"{item('initiative', f'(page.document - {_PERSONS})')} || jsonb_build_object('network', page.network_slug)"

INITIATIVES = listing(
    found="""
        select i.state || '/' || i.id as key, i.id, i.document, n.slug as network_slug
        from @initiative i left join @network n on n.id::text = i.network
        where counts(i.synthetic, :origin::text) and (:network::text is null or n.slug = :network)
            and (:state::text is null or i.state = :state) and (:stage::text is null or i.document ->> 'stage' = :stage)
            and (:kind::text is null or i.document ->> 'kind' = :kind)
    """,
    item=_ITEM,
)
INITIATIVE = one(f"""
    select {_ITEM} from (select i.id, i.document, n.slug as network_slug from @initiative i
        left join @network n on n.id::text = i.network
        where i.id = :id::uuid and counts(i.synthetic, :origin::text)) page
""")
