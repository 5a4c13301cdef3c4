-- What the gateway heard, and what it shows of it (architecture.md section 9). Everything here can be made again from the
-- topics, so no row is ever repaired by hand.

create table facts (
    kind        text        not null,
    id          uuid        not null,
    sequence    integer     not null,
    root        integer     not null,           -- the fact: the sequence of its first event
    type        text        not null,
    public      boolean     not null,           -- what /events may show
    occurred    date        not null,           -- the day it counts from
    recorded    timestamptz not null,
    arrival     bigint      generated always as identity,
    xid         xid8        not null default pg_current_xact_id(),
    event       jsonb       not null,           -- the CloudEvent
    service     text        generated always as (split_part(type, '.', 1)) stored,
    state       text        generated always as (coalesce(event #>> '{data,state}', event #>> '{data,iso3}')) stored,
    network     text        generated always as (event #>> '{data,network}') stored,
    primary key (kind, id, sequence)
);
create index facts_versions on facts (kind, id, root, sequence);
create index facts_arrival on facts (arrival) where public;
create index facts_recorded on facts (service, recorded);
create index facts_state on facts (state, occurred, arrival) where state is not null;
create index facts_network on facts (network, occurred) where network is not null;

-- Not temporal: how far each aggregate is, and who may know of it today.
create table objects (
    kind        text        not null,
    id          uuid        not null,
    version     integer     not null,
    scopes      text[]      not null,
    primary key (kind, id)
);

-- One row: one version of one document. `valid`: the days it was true for; `known`: from when until when it was what we
-- knew. A row is closed on `known` once and changed never. Of one object, the open rows do not overlap on `valid`.
create table snapshots (
    kind        text        not null,
    id          uuid        not null,
    valid       daterange   not null check (not isempty(valid)),
    known       tstzrange   not null check (not isempty(known)),
    sequence    integer     not null,           -- of the last effective event folded in
    document    jsonb       not null,
    network     text        generated always as (document ->> 'network') stored,
    state       text        generated always as (document ->> 'state') stored,
    status      text        generated always as (coalesce(document ->> 'status', document ->> 'stage')) stored,
    slug        text        generated always as (document ->> 'slug') stored,
    person      text        generated always as (document ->> 'person') stored,
    seminar     text        generated always as (document ->> 'seminar') stored,
    synthetic   boolean     generated always as (coalesce((document ->> 'synthetic')::boolean, false)) stored
) partition by list (kind);

-- A partition for each kind that grows large or is asked often; a new kind needs none.
create table snapshots_state partition of snapshots for values in ('state');
create table snapshots_network partition of snapshots for values in ('network');
create table snapshots_membership partition of snapshots for values in ('membership');
create table snapshots_seat partition of snapshots for values in ('seat');
create table snapshots_initiative partition of snapshots for values in ('initiative');
create table snapshots_seminar partition of snapshots for values in ('seminar');
create table snapshots_cohort partition of snapshots for values in ('cohort');
create table snapshots_person partition of snapshots for values in ('person');
create table snapshots_alumnus partition of snapshots for values in ('alumnus');
create table snapshots_others partition of snapshots default;

-- One index serves both axes: `known @> T and valid @> D`, with T = infinity for what is known now.
create index snapshots_at on snapshots using gist (known, valid) include (id, network, state, status, synthetic);
-- The writer's: the open rows of one object.
create unique index snapshots_open on snapshots (kind, id, lower(valid)) where upper_inf(known);
-- One object through all its versions.
create index snapshots_object on snapshots (kind, id, lower(known));
create index snapshots_slug on snapshots (kind, slug) where slug is not null;

grant truncate on facts, objects, snapshots to gateway_app;

-- What was true on a day, as known at a time (null: now), of one kind. The planner inlines it, so it costs nothing.
create function shown(of_kind text, as_of date, known_at timestamptz) returns setof snapshots
language sql stable parallel safe as $$
    select * from snapshots s
    where s.kind = of_kind and s.valid @> as_of and s.known @> coalesce(known_at, 'infinity'::timestamptz)
$$;

-- Whether an object counts: `synthetic` is its own mark, `origin` what was asked for.
create function counts(synthetic boolean, origin text) returns boolean
language sql immutable parallel safe as $$ select origin = 'include' or synthetic = (origin = 'only') $$;

-- A figure: how many there are, and how many of them documented facts support.
create function figure(total bigint, synthetic bigint) returns json
language sql immutable parallel safe as $$
    select json_build_object('total', total, 'documented', total - synthetic, 'synthetic', synthetic)
$$;

-- A document as an item of an answer: with its id, and the version that If-Match wants.
create function item(kind text, id uuid, document jsonb) returns jsonb
language sql stable parallel safe as $$
    select jsonb_build_object('id', $2, 'version', (select o.version from objects o where o.kind = $1 and o.id = $2)) || $3
$$;

-- A text that sorts the latest day first, then what was recorded last; unique with the fact's place behind it.
create function newest_first(occurred date, recorded timestamptz, place text) returns text
language sql immutable parallel safe as $$
    select lpad((4000000 - (occurred - date '0001-01-01'))::text, 7, '0')
        || lpad((100000000000000000 - (extract(epoch from recorded) * 1000000)::bigint)::text, 18, '0') || '/' || place
$$;
