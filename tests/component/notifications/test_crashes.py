"""F12: the notifier killed around the mail server's acceptance: nothing lost, at most one repeat, with the same Message-ID."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

from deploy.embedded.databases import Server
from tests.component.notifications.post_office import office
from tests.component.notifications.test_failures import one_waiting

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(("point", "before"), [("mail.before_send:1", 0), ("mail.after_accept:1", 1)])
async def test_killed_around_the_acceptance(postgres: Server, tmp_path: Path, point: str, before: int) -> None:
    async with office(postgres, tmp_path) as post:
        _, contact = await one_waiting(post)
        url, password = post.reach
        given = {
            "told": post.addresses[contact],
            "port": post.port,
            "database": url,
            "password": password,
        }
        command = (sys.executable, "-m", "tests.component.notifications.notifier", point)
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdin=asyncio.subprocess.PIPE, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
        )
        await asyncio.wait_for(process.communicate(json.dumps(given).encode()), 60)
        assert process.returncode == -signal.SIGKILL
        assert (len(post.mails()), await post.by_status()) == (before, ["requested"])
        assert await post.send_all() == 0  # its lease still holds
        await post.make_due()
        assert await post.send_all() == 1
        assert await post.by_status() == ["sent"]
        mails = post.mails()
        assert len(mails) == before + 1
        assert len({mail["Message-ID"] for mail in mails}) == 1
