"""Visible: which objects of any kind the reader may know of, and what of their documents."""

from services.gateway.application.access import REGISTRY

_REGISTRY = "(" + ", ".join(f"'{kind}'" for kind in REGISTRY) + ")"


def may_see(id: str) -> str:
    """Whether the reader may see the object of `:kind` with that id (SQL of a uuid).

    Documents of the registry's kinds name no person. Those of all others are shown inside the grant only, by the scopes of
    today; messages and contacts have lines of their own.
    """
    return f"""
        exists (select from objects o where o.kind = :kind::text and o.id = {id} and case
            when :kind in {_REGISTRY} then true
            when :kind in ('dispatch', 'task') then :sees_messages::text[] is null or o.scopes && :sees_messages
            when :kind = 'contact-point' then :sees_contacts::text[] is null or o.scopes && :sees_contacts
            else :sees_people_history::text[] is null or o.scopes && :sees_people_history end)
    """


def without_contacts(document: str) -> str:
    """A document (SQL of a jsonb) without what only a machine reads, and without contacts for those who may not see any."""
    hidden = "array['contact', 'contacts']::text[]"
    return f"""
        ({document} - 'alphabet'::text - case when :sees_contacts::text[] = '{{}}' then {hidden}
            else '{{}}'::text[] end)
    """


def shown(document: str) -> str:
    """The same without its sources, for those who see the fact that each came with."""
    return without_contacts(f"{document} - 'sources'::text")
