"""Settling: after the faults the operators look at the dead letters, replay or discard them, and a newer release comes."""

import random
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from shared.crash import Point
from shared.service import Service
from tests.chaos import quiet
from tests.chaos.checks import Violation, told
from tests.chaos.clients import Clients
from tests.chaos.dying import until_hit
from tests.chaos.history import Asked
from tests.chaos.operators import Operators
from tests.chaos.scene import Scene

QUIET_SECONDS = 60.0
REPLAYED = 100


async def settle(scene: Scene) -> list[Violation]:
    """I6: the dead letters are those that were provoked; after they are settled none is left, and nothing waits."""
    found = []
    await _die_over_one(scene)
    for service in scene.services:
        operators = Operators(scene.stage, scene.clients, service)
        poison = await _poison(scene, service)
        seen = set()
        for letter in await operators.open():
            place = letter["partition"], letter["offset"]
            seen.add(place)
            if place in poison:
                outcome, wanted = await operators.discard(letter["id"]), "discarded"
            elif letter["aggregate"] in scene.workload.victims.values():
                outcome, wanted = await operators.redrive(letter["id"]), "redriven"
            else:
                outcome, wanted = f"{letter['reason']}: {letter['error']}", "never there"
            if outcome != wanted:
                found.append(f"dead letter {letter['id']} of {service.name} should be {wanted}, and is: {outcome}")
        found += [f"{service.name} has no dead letter of the poison at {place}" for place in sorted(poison - seen)]
        left = await operators.open()
        found += [f"{service.name} has the dead letter {one['id']} ({one['reason']}) left" for one in left]
    await _release(scene)
    waiting = await quiet.quiet(scene.ground, scene.services, QUIET_SECONDS, parked=False)
    return told("I6", [*found, *([f"not quiet after settling: {waiting}"] if waiting else [])])


async def _poison(scene: Scene, service: Service) -> set[tuple[int, int]]:
    """Places of the records that this consumer must have set aside: what it decodes, it must have found bad."""
    parts = [part for part in scene.stage.parts.values() if part.service == service.name]
    everything = service.handles is None or any("ledger" in part.changes for part in parts)
    injected = scene.injector.injected
    return injected.raw | injected.undecodable if everything else set(injected.raw)


async def _die_over_one(scene: Scene) -> None:
    """The api dies in the middle of a replay, which must leave the dead letter as it was."""
    services = {service.name: service for service in scene.services}
    for part in scene.stage.parts.values():
        if part.role in {"api", "all"} and "faulty" in part.changes:
            operators = Operators(scene.stage, scene.clients, services[part.service])
            await scene.stage.restart(part.name, f"{Point.DLQ_IN_REDRIVE}:1")
            await scene.stage.ready(part.name)
            victims: set[UUID] = set(scene.workload.victims.values())
            for letter in [one for one in await operators.open() if one["aggregate"] in victims][:1]:
                await operators.redrive(letter["id"])
                await until_hit(scene, part.name)
            await scene.stage.ready(part.name)


async def _release(scene: Scene) -> None:
    """Every worker comes back as a newer release, one after the other."""
    for part in [part for part in scene.stage.parts.values() if part.role != "api"]:
        scene.stage.change(replace(part, changes=(*part.changes, "newer")))
        await scene.stage.restart(part.name)
    for name in scene.stage.parts:
        await scene.stage.ready(name)


async def replayed(clients: Clients, asked: Sequence[Asked], chance: random.Random) -> list[Violation]:
    """P1: asked again with its key, a granted command gets its answer again."""
    granted = [one for one in asked if one.outcome == "ok"]
    found = []
    for one in chance.sample(granted, min(REPLAYED, len(granted))):
        again = Asked(one.id, one.key, one.path, one.body, one.match, one.service)
        await clients.try_once(again)
        if again.answer != one.answer:
            found.append(f"{one.path} was answered {one.answer}, and asked again {again.answer}")
    return told("I1", found)
