-- Personal values, each encrypted before it comes here (security.md K2, K3).
create table people (
    subject     uuid        not null,
    grp         text        not null,       -- identity | contact
    kind        text        not null,       -- name | post | contact
    record      text        not null,       -- root of the fact that told it, or id of the contact point
    field       text        not null,
    version     integer     not null,       -- of the data key
    ciphertext  bytea       not null,       -- nonce, ciphertext, tag
    primary key (subject, grp, kind, record, field)
);

-- Who looked at whom, why, and what became of it: written before anything is shown (security.md V1). Ids and codes only.
create table view_log (
    position    bigint      generated always as identity primary key,
    at          timestamptz not null default clock_timestamp(),
    actor       uuid        not null,
    role        text        not null,
    caller      text        not null,       -- the service that asked
    purpose     text        not null,
    request     uuid        not null,
    subjects    uuid[]      not null,       -- shown
    withheld    uuid[]      not null,       -- asked for and not shown
    groups      text[]      not null,
    decision    text        not null        -- shown | denied
);
create index view_log_by_subject on view_log using gin (subjects);

do $$
declare
    service text;
begin
    for service in
        select distinct grantee::regrole::text from pg_class, aclexplode(relacl)
        where oid = 'view_log'::regclass and grantee not in (relowner, 0)
    loop
        execute format('revoke update, delete, truncate on view_log from %s', service);
    end loop;
end $$;
