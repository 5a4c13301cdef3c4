"""Faults of mails: a sender that dies around the server's acceptance (F12), servers that fail (F30), a role that is revoked."""

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic

from shared.crash import Point
from tests.chaos.dying import HIT_SECONDS, die
from tests.chaos.faults import ENGINE, TWICE, Fault
from tests.chaos.messages import TRY
from tests.chaos.post import NONSENSE, REFUSES, RESETS, STALLS, UNKNOWN
from tests.chaos.quiet import LOOK, heard
from tests.chaos.scene import GIVE_UP, Scene, slack

MAIL_POINTS = (Point.MAIL_BEFORE_SEND, Point.MAIL_AFTER_ACCEPT)
HOWS = (REFUSES, UNKNOWN, NONSENSE, RESETS, STALLS)
SPOILED = 2
"""Tries that a bad server must have spoiled before it is a good one again."""
EVERY = 2.0
"""Seconds between two news while something waits for a mail."""


def crash_at_a_mail(point: Point, part: str) -> Fault:
    """The sender dies with a mail in its hand. There are news until it has one."""

    async def strike(scene: Scene) -> float:
        dying = asyncio.ensure_future(die(scene, part, f"{point}:1"))
        await _write_until(scene, dying.done)
        await dying
        return monotonic()

    return Fault(f"{point}:1", frozenset({part, "mail"}), TWICE, strike)


def server(how: str) -> Fault:
    """The mail server misbehaves until it has spoiled a mail or two."""

    async def strike(scene: Scene) -> float:
        await _spoil(scene, how)
        scene.post.how = ""
        return monotonic()

    return Fault(f"mail server {how}", frozenset({"mail"}), TWICE, strike)


def revoked(parts: Sequence[str]) -> Fault:
    """While mails to an admin wait, the role is revoked: from when that is known, none goes out (security.md A7)."""

    async def strike(scene: Scene) -> float:
        person, grant = scene.workload.letters.passing.popleft()
        await _spoil(scene, REFUSES)
        done = await scene.clients.ask(scene.workload.letters.revoke(grant))
        known = await heard(scene.ground, "notifications", {grant: done.answer.get("version", 0)}, GIVE_UP * slack())
        if done.outcome != "ok" or known == float("inf"):
            scene.late.append(f"that the grant {grant} was revoked is not known: {done.outcome} {done.code}")
        await asyncio.sleep(TRY)  # what was being tried when it became known
        scene.history.add("revoked", grant=grant, person=person)
        scene.post.how = ""
        await scene.clients.ask(scene.workload.letters.news())
        return monotonic()

    return Fault("revoke a role", frozenset({*parts, "kafka", "mail"}), ENGINE, strike)


async def _spoil(scene: Scene, how: str) -> None:
    begun = scene.post.spoiled
    scene.post.how = how
    await _write_until(scene, lambda: scene.post.spoiled >= begun + SPOILED)
    if scene.post.spoiled == begun:
        scene.late.append(f"no mail met the server that {how}")


async def _write_until(scene: Scene, done: Callable[[], bool]) -> None:
    """News, now and then, to people whose addresses are good again, until so."""
    until, next_news = monotonic() + HIT_SECONDS * slack(), monotonic()
    while not done() and monotonic() < until:
        if monotonic() >= next_news:
            for wish in (*scene.workload.letters.reachable(), scene.workload.letters.news()):
                await scene.clients.ask(wish)
            next_news = monotonic() + EVERY
        await asyncio.sleep(LOOK)
