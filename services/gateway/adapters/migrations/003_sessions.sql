-- People at the console. What a browser holds is stored as its SHA-256 (security.md G3).

create table sessions (
    hash        bytea       primary key,        -- of the cookie
    account     uuid        not null references accounts (id),
    "grant"     uuid,                           -- the grant it was opened with; it ends with it, and when a first one comes
    secret      bytea       not null,           -- masked in each form of its pages
    opened      timestamptz not null default clock_timestamp(),
    used        timestamptz not null default clock_timestamp()
);
create index on sessions (account);

-- How an account wants its pages; null: not chosen.
create table preferences (
    account     uuid        primary key references accounts (id),
    language    text,
    theme       text,
    time_zone   text
);

-- Returns from the issuer that were taken: each counts once.
create table sign_ins (
    hash        bytea       primary key,        -- of the state that went there and back
    at          timestamptz not null default clock_timestamp()
);
