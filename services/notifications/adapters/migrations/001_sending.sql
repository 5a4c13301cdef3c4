-- How often a dispatch was tried, and until when nobody else tries it. What is to be sent stands in `aggregates` alone
-- (state requested or approved), so this may be emptied at any time: it is a lease, no truth.

create table sending (
    dispatch    uuid        primary key,
    attempts    integer     not null,
    next_try    timestamptz not null
);

create index dispatches_to_send on aggregates (id)
    where kind = 'dispatch' and state->>'status' in ('requested', 'approved');

-- Contacts are found by person, dispatches by cause or network.
create index aggregates_by_state on aggregates using gin (state jsonb_path_ops);
