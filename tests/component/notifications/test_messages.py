"""What happens in a network is told to its focal points and admins: once, in their language, to nobody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.notifications.main import SERVICE
from shared.contracts.enrollment.words import Level
from shared.contracts.event import Entry
from shared.contracts.gateway.access_grant import AccessRevoked
from shared.contracts.ids import SYSTEM, membership_id, seat_id
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.network.focal_point_seat import (
    FocalPointDesignated,
    FocalPointLeavingAnnounced,
    FocalPointSeatOpened,
    FocalPointStoodDown,
    SeatKind,
    SeatVacancyOverdue,
)
from shared.contracts.network.initiative import InitiativeKind, InitiativeProposed, ProposerKind
from shared.contracts.network.membership import MembershipActivated
from tests.component.notifications.post_office import TODAY, Office


async def activated(post: Office, network: UUID, state: str, **more: Any) -> Any:
    event = MembershipActivated(network=network, state=state)
    return await post.hear("membership", membership_id(network, state), event, **more)


async def proposed(post: Office, network: UUID, state: str) -> None:
    event = InitiativeProposed(
        network=network,
        state=state,
        kind=InitiativeKind.TRAINING,
        title="Course",
        proposer_kind=ProposerKind.FOCAL_POINT,
    )
    await post.hear("initiative", uuid4(), event)


@pytest.mark.parametrize(
    ("state", "names", "language", "subjects"),
    [
        (
            "ARG",
            {"es": "Argentina"},
            None,
            [
                "Red: Argentina es miembro",
                "Red: iniciativa propuesta en Argentina",
                "Red: punto focal designado para Argentina",
            ],
        ),
        (
            "KEN",
            {"en": "Kenya"},
            "en",
            ["Red: Kenya is a member", "Red: focal point designated for Kenya", "Red: initiative proposed in Kenya"],
        ),
    ],
)
async def test_an_accession_a_seat_and_an_initiative_are_told_once_each(
    post: Office, state: str, names: dict[str, str], language: str | None, subjects: list[str]
) -> None:
    network = await post.network("Red")
    await post.state(state, **names)
    admin, _ = await post.person(state, language)
    focal_point, _ = await post.person(state, language)
    await post.admin(network, admin)
    await activated(post, network, state)
    assert await post.send_all() == 1
    await post.seat(network, state, focal_point)
    await proposed(post, network, state)
    assert await post.send_all() == 4
    mails = post.mails()
    to_admin = [mail for mail in mails if mail["To"] == f"p-{admin}@example.org"]
    assert sorted(mail["Subject"] for mail in to_admin) == subjects
    assert sorted(mail["Subject"] for mail in mails if mail not in to_admin) == subjects[1:]
    assert await post.by_status() == ["sent"] * 5
    assert len({mail["Message-ID"] for mail in mails}) == 5
    assert all(mail.get_all("X-Envelope-To") == [mail["To"]] for mail in mails)  # sec-S17
    assert await post.send_all() == 0


async def test_the_same_event_again_tells_nobody_twice(post: Office) -> None:
    network = await post.network("Net")
    admin, _ = await post.person("KEN", "en")
    await post.admin(network, admin)
    heard = await activated(post, network, "KEN")
    for again in (heard, replace(heard, sequence=1)):
        async with post.service.database.transaction() as connection:
            await SERVICE.handle(connection, [again])
    await post.send_all()
    assert (len(post.mails()), await post.tasks()) == (1, [])


async def test_nobody_to_tell_is_a_task_and_so_is_somebody_without_a_contact(post: Office) -> None:
    network = await post.network("Net")
    await activated(post, network, "KEN")
    assert await post.tasks() == ["no-recipient"]
    await post.admin(network, uuid4())
    await activated(post, network, "UGA")
    assert await post.tasks() == ["no-contact", "no-recipient"]
    assert await post.by_status() == []


async def test_an_admin_of_another_network_and_an_account_without_a_person_are_not_told(post: Office) -> None:
    network, other = await post.network("Net"), await post.network("Other")
    admin, _ = await post.person("KEN", "en")
    await post.admin(other, admin)
    await post.admin(network, None)
    await activated(post, network, "KEN")
    assert (await post.by_status(), await post.tasks()) == ([], ["no-recipient"])


async def test_what_was_recorded_from_the_past_is_told_to_nobody(post: Office) -> None:
    network = await post.network("Net")
    admin, _ = await post.person("KEN", "en")
    await post.admin(network, admin)
    await activated(post, network, "KEN", entry=Entry.RECORD)
    assert (await post.by_status(), await post.tasks()) == ([], [])


async def test_what_is_first_heard_a_week_later_is_a_task(post: Office) -> None:
    network = await post.network("Net")
    admin, _ = await post.person("KEN", "en")
    await post.admin(network, admin)
    await activated(post, network, "KEN", recorded=datetime.now(UTC) - timedelta(days=8))
    await activated(post, network, "UGA", on="2013-03-31", actor=SYSTEM)
    assert (await post.by_status(), await post.tasks()) == ([], ["too-late", "too-late"])


async def test_who_lost_the_grant_meanwhile_gets_nothing(post: Office) -> None:
    """sec-A7, S13, C4: 0 mails after the revocation."""
    network = await post.network("Net")
    admin, _ = await post.person("KEN", "en")
    grant = await post.admin(network, admin)
    await activated(post, network, "KEN")
    await post.hear("access-grant", grant, AccessRevoked(account=uuid4(), reason="left"))
    await post.send_all()
    assert (post.mails(), post.asked) == ([], [])
    assert (await post.by_status(), await post.tasks()) == (["suppressed"], ["no-longer-recipient"])


async def test_who_left_the_seat_meanwhile_gets_nothing(post: Office) -> None:
    network = await post.network("Net")
    person, _ = await post.person("KEN", "en")
    await post.seat(network, "KEN", person)
    stood_down = FocalPointStoodDown(network=network, state="KEN", kind=SeatKind.NATIONAL, person=person)
    await post.hear("seat", seat_id(network, "KEN"), stood_down)
    await post.send_all()
    assert (post.mails(), await post.by_status()) == ([], ["suppressed"])


async def test_an_alternate_is_written_to_by_consent_only_and_it_is_asked_again_at_the_end(post: Office) -> None:
    from_store = ["messages"]
    network = await post.network("Net")
    person, contact = await post.person("KEN", "en", consents=from_store)
    event = FocalPointDesignated(network=network, state="KEN", kind=SeatKind.ALTERNATE, person=person)
    await post.hear("seat", seat_id(network, "KEN"), event)
    assert await post.by_status() == []
    await post.consent(person)
    await activated(post, network, "KEN")
    assert await post.by_status() == ["requested"]
    post.addresses[contact]["consents"] = []
    await post.send_all()
    assert (post.mails(), await post.by_status()) == ([], ["suppressed"])


async def test_a_message_to_a_minister_waits_for_approval(post: Office) -> None:
    network = await post.network("Net")
    person, _ = await post.person("KEN", "en", level=Level.EXECUTIVE)
    await post.seat(network, "KEN", person)
    assert (await post.send_all(), await post.by_status()) == (0, ["held"])
    async with post.service.database.transaction() as connection:
        id = await connection.fetchval("select id from aggregates where kind = 'dispatch'")
    answer = await post.service.post(f"dispatches/{id}/approve", {})
    assert answer.status_code == 200, answer.text
    await post.send_all()
    assert (len(post.mails()), await post.by_status()) == (1, ["sent"])
    assert (await post.service.post(f"dispatches/{id}/cancel", {"why": "mistake"})).status_code == 409


async def test_what_was_told_and_is_taken_back_is_a_task_and_what_waits_is_not_sent(post: Office) -> None:
    network = await post.network("Net")
    admin, _ = await post.person("KEN", "en")
    await post.admin(network, admin)
    retracted = NetworkFactRetracted(fact=MembershipActivated.type)
    await activated(post, network, "KEN")
    await post.hear("membership", membership_id(network, "KEN"), retracted, corrects=1)
    await post.send_all()
    assert (post.mails(), await post.by_status(), await post.tasks()) == ([], ["cancelled"], [])
    await activated(post, network, "UGA")
    await post.send_all()
    await post.hear("membership", membership_id(network, "UGA"), retracted, corrects=1)
    assert (len(post.mails()), await post.tasks()) == (1, ["told-before-correction"])


async def test_a_reminder_waits_for_its_day_and_is_withdrawn_when_the_seat_is_filled(post: Office) -> None:
    network = await post.network("Net")
    admin, _ = await post.person("KEN", "en")
    person, _ = await post.person("KEN", "en")
    await post.admin(network, admin)
    near = FocalPointSeatOpened(network=network, state="UGA", due=TODAY + timedelta(days=20))
    far = FocalPointSeatOpened(network=network, state="KEN", due=TODAY + timedelta(days=90))
    await post.hear("seat", seat_id(network, "UGA"), near)
    await post.hear("seat", seat_id(network, "KEN"), far)
    await post.send_all()
    assert [mail["Subject"] for mail in post.mails()] == ["Net: focal point of UGA is due"]
    assert await post.by_status() == ["requested", "sent"]
    await post.seat(network, "KEN", person)
    assert (await post.by_status()).count("cancelled") == 1


async def test_leaving_and_a_seat_left_empty_are_tasks(post: Office) -> None:
    network = await post.network("Net")
    person, _ = await post.person("KEN", "en")
    await post.seat(network, "KEN", person)
    leaving = FocalPointLeavingAnnounced(
        network=network, state="KEN", kind=SeatKind.NATIONAL, person=person, leaves_on=TODAY
    )
    await post.hear("seat", seat_id(network, "KEN"), leaving)
    overdue = SeatVacancyOverdue(network=network, state="KEN", due=TODAY)
    await post.hear("seat", seat_id(network, "KEN"), overdue)
    assert await post.tasks() == ["hand-over", "seat-vacant"]
    task = (await post.states("task"))[0]
    assert (task["status"], task["network"], task["state"]) == ("raised", str(network), "KEN")
