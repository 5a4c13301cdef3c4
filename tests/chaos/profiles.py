"""Profiles: how much is asked and how much goes wrong. Every fault is drawn from the seed of the run."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.crash import Point
from tests.chaos import faults, mail_faults
from tests.chaos.faults import Fault
from tests.chaos.injector import Injector
from tests.chaos.part import Part

API = "network-api"
NETWORK = ("network-worker-1", "network-worker-2")
NOTIFICATIONS = ("notifications-all", "notifications-worker-2")
GATEWAY = "gateway-all"
ENROLLMENT = "enrollment-all"
_WITH_LEDGER = ("ledger", "faulty")
PARTS = (
    Part(API, "network", "api"),
    Part(NETWORK[0], "network", "worker", slot=True),
    Part(NETWORK[1], "network", "worker"),
    Part(ENROLLMENT, "enrollment", "all", slot=True),
    Part(NOTIFICATIONS[0], "notifications", "all", _WITH_LEDGER, slot=True),
    Part(NOTIFICATIONS[1], "notifications", "worker", _WITH_LEDGER, slot=True),
    Part(GATEWAY, "gateway", "all", slot=True),
)
POINTS = frozenset(Point)
"""Those that a run must hit."""
INJECTIONS = (Injector.repeats, Injector.reordered, Injector.raw, Injector.undecodable, Injector.future)


@dataclass(frozen=True)
class Profile:
    """How many commands by how many clients, and what goes wrong meanwhile."""

    name: str
    commands: int
    clients: int
    pause: float
    """Seconds a client waits between two commands while faults go on."""
    faults: Callable[[random.Random], Sequence[Fault]]


def every_point(chance: random.Random) -> list[Fault]:
    """A fault for each crash point that a running process can be killed at."""
    consumers = (*NETWORK, *NOTIFICATIONS, GATEWAY, ENROLLMENT)
    apis, relays = (API, ENROLLMENT), (*NETWORK, ENROLLMENT)
    return [
        *(
            faults.crash(point, chance.choice(apis), chance)
            for point in (Point.API_BEFORE_COMMIT, Point.API_AFTER_COMMIT)
        ),
        *(faults.crash(point, chance.choice(relays), chance) for point in faults.RELAY_POINTS),
        *(faults.crash(point, chance.choice(consumers), chance) for point in faults.CONSUMER_POINTS),
        *(
            faults.crash(point, GATEWAY, chance)
            for point in (Point.GATEWAY_BEFORE_SNAPSHOTS, Point.GATEWAY_AFTER_SNAPSHOTS)
        ),
        *(
            faults.crash_at_a_deadline(point, NETWORK)
            for point in (Point.DEADLINE_BEFORE_COMMIT, Point.DEADLINE_AFTER_COMMIT)
        ),
        *(mail_faults.crash_at_a_mail(point, chance.choice(NOTIFICATIONS)) for point in mail_faults.MAIL_POINTS),
        faults.lost_lead(API, NETWORK),
        faults.drain(chance.choice([API, *consumers])),
    ]


def smoke(chance: random.Random) -> list[Fault]:
    """Each crash point once, and one of each other sort that a machine of two cores bears in five minutes."""
    parts = [part.name for part in PARTS]
    return [
        *every_point(chance),
        faults.engine("kafka", (), 2),
        faults.engine("postgres", parts, 1),
        faults.freeze(chance.choice((NETWORK, NOTIFICATIONS))),
        faults.kill(NETWORK[1]),
        faults.kill(API),
        faults.kill(GATEWAY),
        faults.kill(ENROLLMENT),
        *(mail_faults.server(how) for how in mail_faults.HOWS),
        mail_faults.revoked(NOTIFICATIONS),
        faults.end(chance.choice(NOTIFICATIONS)),
        *(faults.bug(how, NOTIFICATIONS) for how in ("raise", "kill")),
        *(faults.inject(what.__name__, what) for what in INJECTIONS),
    ]


def full(chance: random.Random) -> list[Fault]:
    """The smoke profile, and 170 more at random."""
    parts = [part.name for part in PARTS]
    more: list[Fault] = []
    while len(more) < 170:
        part = chance.choice(parts)
        more.append(
            chance.choice(
                (
                    lambda part=part: faults.kill(part),
                    lambda part=part: faults.end(part),
                    lambda: chance.choice(every_point(chance)),
                    lambda: faults.engine("kafka", (), chance.uniform(0, 20)),
                    lambda: faults.engine("postgres", parts, chance.uniform(0, 8)),
                    lambda: faults.freeze(chance.choice((NETWORK, NOTIFICATIONS)), chance.uniform(3, 30)),
                    lambda: faults.pause(chance.uniform(5, 60)),
                    lambda: faults.inject("repeats", Injector.repeats),
                    lambda: mail_faults.server(chance.choice(mail_faults.HOWS)),
                )
            )()
        )
    return [*smoke(chance), *more]


SMOKE = Profile("smoke", 1_000, 4, 0.7, smoke)
FULL = Profile("full", 10_000, 8, 0.5, full)
