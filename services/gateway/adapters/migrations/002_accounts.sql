-- Who may sign in, and with what. Grants are aggregates of the gateway (kind access-grant).

create table accounts (
    id          uuid        primary key,        -- the actor
    name        text        unique,             -- of demo and service accounts; a person's name is never here
    subject     bytea       unique,             -- HMAC of (issuer, subject) once bound
    made        timestamptz not null default clock_timestamp()
);

-- How a person comes to an account: once, within 72 hours.
create table invitations (
    hash        bytea       primary key,        -- SHA-256 of what was handed over
    account     uuid        not null references accounts (id),
    expires     timestamptz not null,
    used        timestamptz
);

-- API tokens. A token belongs to one grant and dies with it: another grant of the same account does not wake it.
create table tokens (
    id          uuid        primary key default uuidv7(),
    hash        bytea       not null unique,    -- SHA-256 of what was shown once
    account     uuid        not null references accounts (id),
    "grant"     uuid        not null,
    expires     timestamptz not null,
    revoked     timestamptz,
    made        timestamptz not null default clock_timestamp()
);
