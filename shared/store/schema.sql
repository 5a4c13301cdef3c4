-- The store of every service. A new aggregate needs nothing here.

create table aggregates (
    kind        text        not null,
    id          uuid        not null,
    version     integer     not null,
    recorded    timestamptz,                -- of the last event: the next one is later
    latest      date,                       -- counts_from of the last fact in effective order
    state       jsonb,                      -- null: no effective fact
    scopes      text[]      not null,
    primary key (kind, id)
);

create table journal (
    position    bigint      generated always as identity primary key,
    xid         xid8        not null default pg_current_xact_id(),
    kind        text        not null,
    id          uuid        not null,
    sequence    integer     not null,
    recorded    timestamptz not null,
    event       jsonb       not null,
    unique (kind, id, sequence)
);

create table outbox (
    position    bigint      primary key
);

create table claims (
    name        text        primary key,
    kind        text        not null,
    id          uuid        not null
);

create table deadlines (
    kind        text        not null,
    id          uuid        not null,
    key         text        not null,
    due         date        not null,
    path        text        not null,
    body        jsonb       not null,
    attempts    integer     not null default 0,
    next_try    timestamptz not null default '-infinity',
    failed      text,                       -- the reason after the last try: it waits for a person
    primary key (kind, id, key)
);
create index deadlines_due on deadlines (due) where failed is null;

-- What this service heard of other services' aggregates, as events; folded when asked.
create table copies (
    kind        text        not null,
    id          uuid        not null,
    sequence    integer     not null,
    event       jsonb       not null,
    primary key (kind, id, sequence)
);

create table idempotency (
    actor       uuid        not null,
    key         text        not null,
    fingerprint bytea       not null,
    answer      jsonb       not null,       -- ids, version, event ids, nothing else
    at          timestamptz not null default clock_timestamp(),
    primary key (actor, key)
);
create index idempotency_at on idempotency (at);

create table inbox (
    consumer    text        not null,
    kind        text        not null,
    id          uuid        not null,
    sequence    integer     not null,
    primary key (consumer, kind, id)
);

create table positions (
    consumer        text     not null,
    topic           text     not null,
    partition       integer  not null,
    next            bigint   not null,      -- offset of the first record not handled
    cluster_id      text     not null,
    topic_id        text     not null,
    attempts        integer  not null default 0,
    suspect_offset  bigint   not null default -1,
    failures_in_row integer  not null default 0,
    primary key (consumer, topic, partition)
);

create table dead_letters (
    id          bigint      generated always as identity primary key,
    consumer    text        not null,
    topic       text        not null,
    partition   integer     not null,
    "offset"    bigint      not null,
    kind        text,
    aggregate   uuid,
    sequence    integer,
    key         bytea,
    value       bytea,
    headers     jsonb       not null,
    reason      text        not null,       -- poison | handler | crash
    error       text        not null,       -- class and place, never a value
    attempts    integer     not null,
    at          timestamptz not null default clock_timestamp(),
    outcome     text,                       -- redriven | discarded
    settled_by  uuid,
    settled_at  timestamptz,
    unique (consumer, topic, partition, "offset")
);
create index dead_letters_open on dead_letters (consumer, kind, aggregate) where outcome is null;

create table parked (
    consumer    text        not null,
    kind        text        not null,
    aggregate   uuid        not null,
    sequence    integer     not null,
    topic       text        not null,
    partition   integer     not null,
    "offset"    bigint      not null,
    key         bytea,
    value       bytea,
    headers     jsonb       not null,
    reason      text        not null,       -- gap | behind | unknown
    attempts    integer     not null default 0,     -- tries that have not ended yet, or killed us
    at          timestamptz not null default clock_timestamp(),
    primary key (consumer, kind, aggregate, sequence)
);

create table skipped (
    consumer    text        not null,
    kind        text        not null,
    aggregate   uuid        not null,
    sequence    integer     not null,
    why         text        not null,
    by          uuid        not null,
    at          timestamptz not null default clock_timestamp(),
    primary key (consumer, kind, aggregate, sequence)
);

-- What happened is never changed: the role of the running service may add to the journal and read it, and of the migrations
-- it may only read (security.md V2). The owner gives it more by default; here that is narrowed.
do $$
declare
    service text;
begin
    for service in
        select distinct grantee::regrole::text from pg_class, aclexplode(relacl)
        where oid in ('journal'::regclass, 'migrations'::regclass) and grantee not in (relowner, 0)
    loop
        execute format('revoke update, delete, truncate on journal from %s', service);
        execute format('revoke insert, update, delete, truncate on migrations from %s', service);
    end loop;
end $$;
