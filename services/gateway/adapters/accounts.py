"""Accounts: who signs in with what, and the role and scopes that gives today. Read for each request, never cached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from services.gateway.application.access import Reader
from services.gateway.domain.access_grant import ACCESS_GRANT, AccessGrant
from services.gateway.domain.token import INVITATION, INVITED_FOR, LONGEST, TOKEN, digest, fresh
from shared.aggregate import SECRETARIAT
from shared.contracts.catalog import Catalog
from shared.contracts.dates import PartialDate
from shared.contracts.gateway.access_grant import AccessGranted, GrantedRole
from shared.contracts.ids import SYSTEM, new_id
from shared.errors import NotFound, RuleBroken
from shared.store.database import Connection, Database
from shared.store.work import Work
from shared.works import Cause

_DEMO = uuid5(NAMESPACE_URL, "https://lemkin.example/demo-accounts")


@dataclass(frozen=True, slots=True)
class Handed:
    """A secret as it is shown once, what it is for, and when it ends."""

    id: UUID
    secret: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the embedded demo (api.md 3): `networks` by slug."""

    name: str
    role: GrantedRole
    networks: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


DEMO = (
    DemoAccount("secretariat", GrantedRole.SECRETARIAT),
    DemoAccount("admin.latin-america", GrantedRole.REGIONAL_ADMIN, networks=("latin-america",)),
    DemoAccount("admin.africa", GrantedRole.REGIONAL_ADMIN, networks=("african-union",)),
    DemoAccount("focal-point.arg", GrantedRole.FOCAL_POINT, states=("ARG",)),
    DemoAccount("reviewer", GrantedRole.REVIEWER),
    DemoAccount("auditor", GrantedRole.AUDITOR),
    DemoAccount("operator", GrantedRole.OPERATOR),
)


def demo_account(name: str) -> UUID:
    """The id of the demo account with that name, the same everywhere."""
    return uuid5(_DEMO, name)


async def reader(connection: Connection, token: str) -> Reader | None:
    """Whose token it is and what they may read now; None for an unknown, ended or revoked one, or one without its grant."""
    hashed = digest(token)
    row = hashed and await connection.fetchrow(
        """
        select t.account, a.state from tokens t
        join aggregates a on a.kind = 'access-grant' and a.id = t."grant" and a.state ->> 'status' = 'active'
        where t.hash = $1 and t.revoked is null and t.expires > clock_timestamp()
        """,
        hashed,
    )
    if not row:
        return None
    grant = AccessGrant.model_validate(row["state"])
    return Reader(row["account"], grant.role.value, await scopes_of(connection, grant))


async def scopes_of(connection: Connection, grant: AccessGrant) -> frozenset[str]:
    """The atoms of a grant: its networks with the states that are their members today, and its own states."""
    if grant.role == GrantedRole.SECRETARIAT:
        return frozenset({SECRETARIAT})
    scopes = {f"network:{network}" for network in grant.networks} | {f"state:{state}" for state in grant.states}
    if grant.networks:
        members = await connection.fetch(
            """
            select distinct state from snapshots
            where kind = 'membership' and network = any($1::text[]) and status in ('active', 'suspended')
                and known @> 'infinity'::timestamptz and valid @> (clock_timestamp() + interval '14 hours')::date
            """,
            [str(network) for network in grant.networks],
        )
        scopes |= {f"state:{row['state']}" for row in members}
    return frozenset(scopes)


async def named_accounts(connection: Connection) -> list[tuple[UUID, str]]:
    """The accounts by their ids, with the name of those that bear one, else the day on which they were made."""
    rows = await connection.fetch(
        "select id, coalesce(name, to_char(made, 'YYYY-MM-DD HH24:MI')) as name from accounts order by 2"
    )
    return [(row["id"], row["name"]) for row in rows]


async def active_grants(connection: Connection) -> list[tuple[UUID, str]]:
    """The grants that are active by their ids, called by their account and role."""
    rows = await connection.fetch(
        """
        select g.id, coalesce(a.name, to_char(a.made, 'YYYY-MM-DD HH24:MI')) || ' · ' || (g.state ->> 'role') as name
        from aggregates g join accounts a on a.id::text = g.state ->> 'account'
        where g.kind = 'access-grant' and g.state ->> 'status' = 'active' order by 2
        """
    )
    return [(row["id"], row["name"]) for row in rows]


async def create_token(database: Database, account: UUID | str, days: int = 30) -> Handed:
    """A new API token of an account (its id or name), for its present grant. Shown here and never again.

    Raises NotFound without such an account or grant, RuleBroken for more than 90 days.
    """
    lasts = timedelta(days=days)
    if not timedelta() < lasts <= LONGEST:
        raise RuleBroken("token-lasts-too-long", field="days", most=LONGEST.days)
    secret = fresh(TOKEN)
    async with database.transaction() as connection:
        row = await connection.fetchrow(
            """
            insert into tokens (hash, account, "grant", expires)
            select $1, c.id, a.id, clock_timestamp() + $3 from accounts c
            join aggregates a on a.kind = 'access-grant' and a.state ->> 'account' = c.id::text
                and a.state ->> 'status' = 'active'
            where c.id::text = $2 or c.name = $2
            returning id, expires
            """,
            digest(secret),
            str(account),
            lasts,
        )
    if row is None:
        raise NotFound("no-such-account")
    return Handed(row["id"], secret, row["expires"])


async def revoke_token(database: Database, token: UUID) -> None:
    """End a token, by its id. Raises NotFound when there is none, or it ended before."""
    async with database.transaction() as connection:
        done = await connection.fetchval(
            "update tokens set revoked = clock_timestamp() where id = $1 and revoked is null returning id", token
        )
    if done is None:
        raise NotFound("no-such-token")


async def create_admin(database: Database, catalog: Catalog) -> Handed:
    """A new secretariat account, and the single-use invitation by which a person comes to it within 72 hours."""
    account, secret = uuid4(), fresh(INVITATION)
    async with database.transaction() as connection:
        await connection.execute("insert into accounts (id) values ($1)", account)
        await _grant(connection, catalog, account, GrantedRole.SECRETARIAT)
        expires = await connection.fetchval(
            "insert into invitations (hash, account, expires) values ($1, $2, clock_timestamp() + $3) returning expires",
            digest(secret),
            account,
            INVITED_FOR,
        )
    return Handed(account, secret, expires)


async def ensure_demo_accounts(database: Database, catalog: Catalog, networks: Mapping[str, UUID]) -> None:
    """Make the accounts of the demo with their grants, where they are not there yet. `networks`: ids by slug."""
    async with database.transaction() as connection:
        for demo in DEMO:
            id = demo_account(demo.name)
            made = await connection.fetchval(
                "insert into accounts (id, name) values ($1, $2) on conflict do nothing returning id", id, demo.name
            )
            if made is not None:
                ids = tuple(networks[slug] for slug in demo.networks)
                await _grant(connection, catalog, id, demo.role, ids, demo.states)


async def _grant(
    connection: Connection,
    catalog: Catalog,
    account: UUID,
    role: GrantedRole,
    networks: Sequence[UUID] = (),
    states: Sequence[str] = (),
) -> None:
    """Grant on the machine itself, in the name of the system."""
    today = (await connection.fetchval("select clock_timestamp()")).date()
    work = Work(connection, catalog, Cause(SYSTEM, uuid4(), PartialDate.of(today)))
    loaded = await work.load(ACCESS_GRANT, new_id(), create=True)
    await work.save(loaded, [AccessGranted(account=account, role=role, networks=tuple(networks), states=tuple(states))])
