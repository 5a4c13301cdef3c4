"""The people store seen from outside: somebody with a name, a post and an address, and those who ask for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from shared.access import Actor
from shared.contracts.ids import SYSTEM, ActorId
from tests.component.enrollment.hearing import Enrollment
from tests.component.enrollment.making import made_person

GIVEN, FAMILY, ADDRESS, BODY = "Zoraída", "Quispe-Canário", "zoraida.canary@example.org", "Ministerio Canario"
CANARIES = (GIVEN, FAMILY, ADDRESS, BODY, "canary", "Canari")


def _actor(number: int, role: str, *scopes: str) -> Actor:
    return Actor(ActorId(UUID(int=number)), role, frozenset(scopes))


ADMIN = _actor(2, "regional_admin", "network:n", "state:ARG")
FOREIGN_ADMIN = _actor(3, "regional_admin", "network:m", "state:BRA")
FOCAL_POINT = _actor(4, "focal_point", "state:ARG")
AUDITOR = _actor(5, "auditor")
REVIEWER = _actor(6, "reviewer", "application:a")
OPERATOR = _actor(7, "operator")
SENDER = Actor(SYSTEM, "secretariat", frozenset({"secretariat"}))


@dataclass(frozen=True)
class Somebody:
    """An Argentine with everything recorded."""

    id: UUID
    contact: UUID


async def recorded(service: Enrollment, **name: str) -> Somebody:
    """A person whose name, post and address are known."""
    id, contact = await made_person(service), uuid4()
    known: dict[str, Any] = {"given_name": GIVEN, "family_name": FAMILY, "title": "Dr", **name}
    await service.do(f"persons/{id}/record-name", **known)
    await service.do(f"persons/{id}/record-post-details", body=BODY, rank="Fiscal")
    await service.do(f"persons/{id}/record-address", contact=str(contact), channel="email", address=ADDRESS)
    return Somebody(id, contact)


async def names(
    service: Enrollment, *ids: UUID, actor: Actor = ADMIN, groups: tuple[str, ...] = ("identity",)
) -> Mapping[str, Any]:
    """What is told of these persons."""
    body = {"ids": [str(id) for id in ids], "groups": groups, "purpose": "person-page"}
    answer = await service.service.ask("internal/names", body, actor=actor)
    assert answer.status_code == 200, answer.text
    persons: Mapping[str, Any] = answer.json()["persons"]
    return persons


async def looks(service: Enrollment) -> list[dict[str, Any]]:
    """The view log, oldest first."""
    async with service.service.database.transaction() as connection:
        return [dict(row) for row in await connection.fetch("select * from view_log order by position")]


async def everything(service: Enrollment) -> str:
    """Every row of every table of the service's database, as text."""
    async with service.service.database.transaction() as connection:
        tables = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
        rows = [await connection.fetch(f'select t::text from "{table[0]}" t') for table in tables]
    return "\n".join(row[0] for table in rows for row in table)
