"""The service with its sender, a people store that tells addresses, and a mail server that keeps mails or misbehaves."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson

from deploy.embedded.databases import Server
from deploy.embedded.mail_sink import Keep, listening
from services.notifications.adapters.addresses import Addresses
from services.notifications.adapters.sender import Letterhead, Pace, Sender
from services.notifications.adapters.smtp import Relay
from services.notifications.main import SERVICE
from shared.access import Minter
from shared.contracts.enrollment.person import AddressRecorded, ConsentGiven, PersonRegistered
from shared.contracts.enrollment.words import Channel, Gender, Level, Purpose, Sector
from shared.contracts.event import Entry, Envelope, Event
from shared.contracts.gateway.access_grant import AccessGranted, GrantedRole
from shared.contracts.ids import seat_id, state_id
from shared.contracts.network.focal_point_seat import FocalPointDesignated, SeatKind
from shared.contracts.network.regional_network import NetworkConceived
from shared.contracts.network.state import Names, Region, StateListed
from shared.contracts.published import CATALOG
from tests.support.feed import Feed
from tests.support.service import Called, called
from tests.support.signing import keys

TODAY = datetime.now(UTC).date()
FAST = Pace(first=0.01, longest=0.02, tries=3, lease=30)


@dataclass
class Office:
    """What happened, what is known, and what was sent."""

    service: Called
    folder: Path
    port: int
    feed: Feed = field(default_factory=Feed)
    addresses: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    store_answers: int = 200

    async def hear(self, kind: str, id: UUID, event: Event, on: str | None = None, **more: Any) -> Envelope:
        """An event said now, live."""
        corrects = more.pop("corrects", None)
        said = self.feed.say(kind, id, event, on or TODAY.isoformat(), corrects=corrects)
        heard = replace(said, **{"entry": Entry.LIVE, "recorded": datetime.now(UTC), **more})
        async with self.service.database.transaction() as connection:
            await SERVICE.handle(connection, [heard])
        return heard

    async def person(
        self, state: str, language: str | None, *, level: Level = Level.SENIOR, consents: Sequence[str] = ()
    ) -> tuple[UUID, UUID]:
        """Somebody with a verified e-mail address: person and contact."""
        person, contact = uuid4(), uuid4()
        post = PersonRegistered(state=state, sector=Sector.JUSTICE, level=level, gender=Gender.FEMALE)
        await self.hear("person", person, post)
        await self.contact(person, contact)
        self.addresses[contact] = {
            "person": str(person),
            "channel": "email",
            "address": f"p-{person}@example.org",
            "language": language,
            "consents": list(consents),
        }
        return person, contact

    async def contact(self, person: UUID, contact: UUID) -> None:
        """A verified e-mail address of somebody."""
        await self.hear("person", person, AddressRecorded(person=person, contact=contact, channel=Channel.EMAIL))
        answer = await self.service.post(f"contact-points/{contact}/verify", {})
        assert answer.status_code == 200, answer.text

    async def consent(self, person: UUID) -> None:
        await self.hear("person", person, ConsentGiven(person=person, purpose=Purpose.MESSAGES))

    async def network(self, name: str) -> UUID:
        network = uuid4()
        await self.hear("network", network, NetworkConceived(slug="n", name=name))
        return network

    async def state(self, iso3: str, **names: str) -> None:
        given = Names(**{**dict.fromkeys(("en", "es", "fr", "pt", "ar"), iso3), **names})
        await self.hear(
            "state", state_id(iso3), StateListed(iso3=iso3, iso2=iso3[:2], names=given, region=Region.AFRICA)
        )

    async def seat(self, network: UUID, state: str, person: UUID, **more: Any) -> Envelope:
        event = FocalPointDesignated(network=network, state=state, kind=SeatKind.NATIONAL, person=person)
        return await self.hear("seat", seat_id(network, state), event, **more)

    async def admin(self, network: UUID, person: UUID | None) -> UUID:
        """The grant."""
        grant = uuid4()
        event = AccessGranted(account=uuid4(), role=GrantedRole.REGIONAL_ADMIN, networks=(network,), person=person)
        await self.hear("access-grant", grant, event)
        return grant

    def sender(
        self, port: int | None = None, pace: Pace = FAST, seconds: float = 5, addresses: Addresses | None = None
    ) -> Sender:
        client = httpx.AsyncClient(base_url="http://enrollment", transport=httpx.MockTransport(self._told))
        addresses = addresses or Addresses(client, Minter("notifications", keys() / "notifications.key"))
        relay = Relay(host="127.0.0.1", port=port or self.port, sender="no-reply@lemkin.example", seconds=seconds)
        letterhead = Letterhead(relay, "http://127.0.0.1:8080")
        return Sender(self.service.database, CATALOG, addresses, letterhead, pace, lambda: None)

    async def send_all(self, sender: Sender | None = None) -> int:
        """Send what is due now; how many tries that took."""
        sender, tries = sender or self.sender(), 0
        while await sender.send_one():
            tries += 1
        return tries

    async def make_due(self) -> None:
        """The time of leases and of next tries has come."""
        async with self.service.database.transaction() as connection:
            await connection.execute("update sending set next_try = clock_timestamp()")

    @property
    def reach(self) -> tuple[str, str | None]:
        """How another process reaches the same database."""
        return self.service.database._url, self.service.database._password

    def mails(self) -> list[EmailMessage]:
        read = [message_from_bytes(path.read_bytes(), policy=policy.SMTP) for path in sorted(self.folder.glob("*.eml"))]
        return [mail for mail in read if isinstance(mail, EmailMessage)]

    async def states(self, kind: str) -> list[dict[str, Any]]:
        async with self.service.database.transaction() as connection:
            rows = await connection.fetch("select state from aggregates where kind = $1 order by id", kind)
            return [row["state"] for row in rows]

    async def by_status(self) -> list[str]:
        return sorted(one["status"] for one in await self.states("dispatch"))

    async def tasks(self) -> list[str]:
        return sorted(one["kind"] for one in await self.states("task"))

    def _told(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"].startswith("Bearer ")
        asked = orjson.loads(request.content)
        self.asked.append(asked)
        if self.store_answers != 200:
            return httpx.Response(self.store_answers, json={"code": "refused"})
        told = self.addresses.get(UUID(asked["contact"]))
        return httpx.Response(200, json=told) if told else httpx.Response(404, json={"code": "not-found"})


@asynccontextmanager
async def office(server: Server, folder: Path) -> AsyncIterator[Office]:
    """The service on a database of its own, and a mail server that keeps what it takes."""
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(called(SERVICE, server))
        port = await stack.enter_async_context(listening(Keep(folder)))
        yield Office(service, folder, port)
