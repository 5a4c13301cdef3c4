-- Data keys, wrapped under a key-encryption key that is in no database (security.md K4), and what was destroyed for good (E3).
create table data_keys (
    subject     uuid        not null,
    grp         text        not null,       -- identity | contact | travel | notes
    version     integer     not null,
    epoch       integer     not null,       -- of the key-encryption key
    wrapped     bytea       not null,       -- nonce, ciphertext, tag
    made        timestamptz not null default clock_timestamp(),
    primary key (subject, grp)
);

create table ledger (
    subject     uuid        not null,
    grp         text        not null,
    version     integer,                    -- null: there was no key
    epoch       integer,
    at          timestamptz not null default clock_timestamp(),
    primary key (subject, grp)
);

do $$
declare
    service text;
begin
    for service in
        select distinct grantee::regrole::text from pg_class, aclexplode(relacl)
        where oid in ('ledger'::regclass, 'migrations'::regclass) and grantee not in (relowner, 0)
    loop
        execute format('revoke update, delete, truncate on ledger from %s', service);
        execute format('revoke insert, update, delete, truncate on migrations from %s', service);
    end loop;
end $$;
