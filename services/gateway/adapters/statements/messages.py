# ruff: noqa: S608  (constants of this folder only)
"""Messages and tasks, newest first by the day of their first fact. A recipient is shown where the messages are: only there."""

from services.gateway.adapters.statements.statement import item, listing, one

_NEWEST = "newest_first(f.occurred, f.recorded, {0}.id::text)"
_FIRST = "join facts f on f.kind = '{1}' and f.id = {0}.id and f.sequence = 1"
# Messages are a network's: another network's recipients are nobody's business (security.md P1).
_MAY_READ = "(:sees_messages::text[] is null or 'network:' || {0}.network = any (:sees_messages))"
_CONTACT = "case when :sees_contacts::text[] is null or 'network:' || page.network = any (:sees_contacts) then"
_DISPATCH = f"""
    {item("dispatch", "(page.document - 'contact')")} || jsonb_build_object('network', page.network_slug)
        || {_CONTACT} jsonb_build_object('contact', page.document -> 'contact') else '{{}}' end
"""

DISPATCHES = listing(
    found=f"""
        select {_NEWEST.format("d")} as key, d.id, d.network, d.document, n.slug as network_slug
        from @dispatch d {_FIRST.format("d", "dispatch")} left join @network n on n.id::text = d.network
        where {_MAY_READ.format("d")} and counts(d.synthetic, :origin::text)
            and (:status::text is null or d.status = :status) and (:network::text is null or n.slug = :network)
            and (:template::text is null or d.document ->> 'template' = :template)
            and (:why::text is null or d.document ->> 'why' = :why)
            and (:person::uuid is null or d.person = :person::text)
            and (:about::uuid is null or d.document ->> 'about' = :about::text)
    """,
    item=_DISPATCH,
)
DISPATCH = one(f"""
    select {_DISPATCH} from (select d.id, d.network, d.document, n.slug as network_slug
        from @dispatch d left join @network n on n.id::text = d.network
        where d.id = :id::uuid and {_MAY_READ.format("d")} and counts(d.synthetic, :origin::text)) page
""")
TASKS = listing(
    found=f"""
        select {_NEWEST.format("t")} as key, t.id, t.network, t.document, n.slug as network_slug
        from @task t {_FIRST.format("t", "task")} left join @network n on n.id::text = t.network
        where (:sees_tasks::text[] is null or 'network:' || t.network = any (:sees_tasks)
                or 'state:' || t.state = any (:sees_tasks))
            and counts(t.synthetic, :origin::text) and (:status::text is null or t.status = :status)
            and (:network::text is null or n.slug = :network)
            and (:kind::text is null or t.document ->> 'kind' = :kind)
            and (:about::uuid is null or t.document ->> 'about' = :about::text)
    """,
    item=f"""
        {item("task", "(page.document - 'person')")} || jsonb_build_object('network', page.network_slug)
            || case when page.document ->> 'person' is not null and {_MAY_READ.format("page")}
                then jsonb_build_object('person', page.document -> 'person') else '{{}}' end
    """,
)
