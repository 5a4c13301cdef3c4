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
create index facts_arrival on facts (arrival) where public;
create index facts_recorded on facts (service, recorded);
create index facts_state on facts (state, occurred) where state is not null;

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

-- What is asked: `valid @> D and upper_inf(known)`, or `known @> T and valid @> D` for an earlier time T. Counts read the
-- index alone.
create index snapshots_now on snapshots using gist (valid) include (kind, network, state, status, synthetic) where upper_inf(known);
create index snapshots_then on snapshots using gist (known, valid) include (kind, network, state, status, synthetic);
create index snapshots_of_network on snapshots (network, state) where network is not null;
create index snapshots_of_slug on snapshots (slug) where slug is not null;
create index snapshots_of_object on snapshots (id);

-- The writer's index, the open rows of one object, is made for each partition: on the whole table it would have to hold the
-- kind, which tells nothing within a partition and misleads the planner.
-- Counts read an index alone where a page is known to be all visible, so vacuum comes often. And the rows asked for are in
-- memory: at the default cost of a random page the planner would rather read all of a kind than use an index.
do $$
declare part text;
begin
    for part in select inhrelid::regclass from pg_inherits where inhparent = 'snapshots'::regclass loop
        execute format('create unique index on %s (id, lower(valid)%s) where upper_inf(known)', part,
            case part when 'snapshots_others' then ', kind' else '' end);
        execute format('alter table %s set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02)',
            part);
    end loop;
    execute format('alter database %I set random_page_cost = 1.1', current_database());
end $$;

grant truncate on facts, objects, snapshots to gateway_app;

-- Whether an object counts: `synthetic` is its own mark, `origin` what was asked for.
create function counts(synthetic boolean, origin text) returns boolean
language sql immutable parallel safe as $$ select origin = 'include' or synthetic = (origin = 'only') $$;

-- A figure: how many there are, and how many of them documented facts support.
create function figure(total bigint, synthetic bigint) returns json
language sql stable parallel safe as $$
    select json_build_object('total', total, 'documented', total - synthetic, 'synthetic', synthetic)
$$;

-- A text that sorts the latest day first, then what was recorded last; unique with the fact's place behind it.
create function newest_first(occurred date, recorded timestamptz, place text) returns text
language sql stable parallel safe as $$
    select lpad((4000000 - (occurred - date '0001-01-01'))::text, 7, '0')
        || lpad((100000000000000000 - (extract(epoch from recorded) * 1000000)::bigint)::text, 18, '0') || '/' || place
$$;
