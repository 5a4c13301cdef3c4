"""G2: an invitation brings an identity of the issuer to an account, once, and takes none from anybody."""

import httpx
import pytest

from services.gateway.adapters.accounts import create_admin, demo_account
from services.gateway.adapters.invitations import invite_again
from shared.contracts.published import CATALOG
from shared.errors import NotFound
from tests.component.gateway.front import HERE, ISSUER, Browser, Front


async def _redeemed(browser: Browser, invitation: str, name: str) -> httpx.Response:
    """Give the invitation, and be that account at the issuer; the site's last answer."""
    taken = await browser.site.post("/sign-in/invitation", data={"invitation": invitation}, headers=HERE)
    assert taken.status_code == 200, taken.text
    onward = taken.text.partition(f'href="{ISSUER}')[2].partition('"')[0].replace("&amp;", "&")
    return await browser.site.get(await browser.be(name, ISSUER + onward))


async def test_an_invitation_brings_an_identity_to_its_account_once(own_front: Front) -> None:
    handed = await create_admin(own_front.database, CATALOG)
    async with own_front.database.transaction() as connection:
        await connection.execute("update accounts set subject = null where name = 'operator'")
    async with own_front.browser() as browser:
        answer = await _redeemed(browser, f" {handed.secret}\n", "operator")
        assert answer.status_code == 200, answer.text
        async with own_front.database.transaction(read_only=True) as connection:
            bound = await connection.fetchrow(
                "select id from accounts where subject is not null and id = $1", handed.id
            )
        assert bound is not None
        assert (await browser.site.get("/networks")).status_code == 200
        used = await browser.post("/sign-in/invitation", invitation=handed.secret)
        assert used.status_code == 422
    async with own_front.browser() as later:
        assert (await later.sign_in("operator")).status_code == 200, "bound from now on"


async def test_a_lost_account_of_the_secretariat_is_come_to_again_and_by_nobody_before(own_front: Front) -> None:
    first = await create_admin(own_front.database, CATALOG)
    again = await invite_again(own_front.database, demo_account("secretariat"))
    async with own_front.database.transaction() as connection:
        await connection.execute("update accounts set subject = null where name = 'operator'")
    async with own_front.browser() as before, own_front.browser() as browser:
        await before.sign_in("secretariat")
        assert (await _redeemed(browser, again.secret, "operator")).status_code == 200
        assert (await browser.site.get("/networks")).status_code == 200
        assert (await before.site.get("/networks")).status_code == 303, "the sessions of before are over"
        assert (await before.sign_in("secretariat")).status_code == 403
        third = await invite_again(own_front.database, first.id)
        for old, status in ((first, 422), (third, 200)):
            answer = await before.site.post("/sign-in/invitation", data={"invitation": old.secret}, headers=HERE)
            assert answer.status_code == status
    with pytest.raises(NotFound):
        await invite_again(own_front.database, demo_account("auditor"))


async def test_an_invitation_takes_no_account_from_somebody_who_has_one(front: Front) -> None:
    handed = await create_admin(front.database, CATALOG)
    async with front.browser() as browser:
        answer = await _redeemed(browser, handed.secret, "auditor")
        assert answer.status_code == 403
        assert browser.session is None
    async with front.database.transaction(read_only=True) as connection:
        assert await connection.fetchval("select used from invitations where account = $1", handed.id) is None
        assert (
            await connection.fetchval("select subject from accounts where id = $1", demo_account("auditor")) is not None
        )


@pytest.mark.parametrize("given", ["", "x", "lemkin-invitation_" + "A" * 43, "lemkin_" + "A" * 43, "\x00", "a" * 9_999])
async def test_no_other_text_is_an_invitation(front: Front, given: str) -> None:
    async with front.browser() as browser:
        answer = await browser.site.post("/sign-in/invitation", data={"invitation": given}, headers=HERE)
        assert answer.status_code == 422
        assert "set-cookie" not in answer.headers
