"""F30: mail servers and people stores that fail; nothing is lost, nothing waits for ever, others are not held up."""

import time
from uuid import UUID

import pytest

from services.notifications.adapters.sender import Pace
from tests.component.notifications.bad_servers import Talk, answers, bad_server, nonsense, silent
from tests.component.notifications.post_office import FAST, Office
from tests.component.notifications.test_messages import activated

LATER: dict[str, Talk] = {
    "refuses-for-now": answers(mail="421 busy"),
    "does-not-know-us": answers(mail="550 no"),
    "recipient-for-now": answers(rcpt="450 try later"),
    "data-for-now": answers(end="451 try later"),
    "stalls": answers(mail="STALL"),
    "stalls-after-the-mail": answers(end="STALL"),
    "resets-after-the-mail": answers(end="RESET"),
    "resets": answers(ehlo="RESET"),
    "says-nothing": silent,
    "talks-nonsense": nonsense,
    "says-words-for-codes": answers(end="fine, thanks"),
    "banner-refuses": answers(banner="554 go away"),
}
ONCE = Pace(first=60, longest=60, tries=3, lease=60)


async def one_waiting(post: Office) -> tuple[UUID, UUID]:
    network = await post.network("Net")
    person, contact = await post.person("KEN", "en")
    await post.admin(network, person)
    await activated(post, network, "KEN")
    return person, contact


@pytest.mark.parametrize("how", sorted(LATER))
async def test_it_is_tried_again_and_then_sent(post: Office, how: str) -> None:
    await one_waiting(post)
    async with bad_server(LATER[how]) as port:
        begun = time.monotonic()
        assert await post.sender(port, ONCE, seconds=0.5).send_one()
        assert time.monotonic() - begun < 5
    assert (await post.by_status(), await post.tasks()) == (["requested"], [])
    assert await post.send_all() == 0  # not before its time
    await post.make_due()
    assert await post.send_all() == 1
    assert (await post.by_status(), len(post.mails())) == (["sent"], 1)


async def test_after_its_last_try_it_is_a_task(post: Office) -> None:
    await one_waiting(post)
    async with bad_server(answers(rcpt="450 try later")) as port:
        sender = post.sender(port)
        for _ in range(3):
            await post.make_due()
            assert await sender.send_one()
    assert (await post.by_status(), await post.tasks()) == (["failed"], ["not-sent"])


async def test_an_unknown_address_bounces_and_is_not_used_again(post: Office) -> None:
    _, contact = await one_waiting(post)
    async with bad_server(answers(rcpt="550 no such user")) as port:
        assert await post.send_all(post.sender(port)) == 1
    assert (await post.by_status(), await post.tasks()) == (["failed"], ["bounced"])
    assert [one["status"] for one in await post.states("contact-point")] == ["bouncing"]
    assert (await post.service.post(f"contact-points/{contact}/verify", {})).status_code == 200


async def test_a_mail_that_the_server_does_not_want_is_a_task(post: Office) -> None:
    await one_waiting(post)
    async with bad_server(answers(end="554 no spam")) as port:
        assert await post.send_all(post.sender(port)) == 1
    assert (await post.by_status(), await post.tasks()) == (["failed"], ["not-sent"])
    assert [one["status"] for one in await post.states("contact-point")] == ["verified"]


@pytest.mark.parametrize("status", [401, 500, 503])
async def test_without_the_people_store_it_waits(post: Office, status: int) -> None:
    await one_waiting(post)
    post.store_answers = status
    assert await post.sender(pace=ONCE).send_one()
    assert (post.mails(), await post.by_status()) == ([], ["requested"])
    post.store_answers = 200
    await post.make_due()
    assert (await post.send_all(), await post.by_status()) == (1, ["sent"])


@pytest.mark.parametrize("status", [404, 409])
async def test_an_address_that_is_gone_or_erased_is_a_task(post: Office, status: int) -> None:
    await one_waiting(post)
    post.store_answers = status
    await post.send_all()
    assert (post.mails(), await post.by_status(), await post.tasks()) == ([], ["failed"], ["not-sent"])


async def test_a_contact_that_is_another_persons_gets_nothing(post: Office) -> None:
    _, contact = await one_waiting(post)
    post.addresses[contact]["person"] = str(UUID(int=5))
    await post.send_all()
    assert (post.mails(), await post.by_status()) == ([], ["failed"])


@pytest.mark.parametrize(
    "address", ["a@b.org\r\nBcc: c@d.org", "Ann <a@b.org>", "a@b.org,c@d.org", "=?utf-8?q?a?=@b.org"]
)
async def test_an_address_that_is_none_is_never_written_to(post: Office, address: str) -> None:
    _, contact = await one_waiting(post)
    post.addresses[contact]["address"] = address
    for _ in range(FAST.tries):
        await post.send_all()
        await post.make_due()
    assert (post.mails(), await post.by_status()) == ([], ["failed"])


async def test_one_that_fails_does_not_hold_up_the_others(post: Office) -> None:
    await one_waiting(post)
    async with bad_server(answers(end="RESET")) as port:
        assert await post.sender(port, ONCE, seconds=0.5).send_one()
    await one_waiting(post)
    assert (await post.send_all(), len(post.mails())) == (1, 1)
    assert await post.by_status() == ["requested", "sent"]
