"""Judge: reads everything when all is quiet, and holds every promise against it."""

from services.gateway.application.views.table import VIEWS
from services.gateway.main import SERVICE as GATEWAY
from services.network.main import SERVICE as NETWORK
from shared.contracts.published import CATALOG
from shared.contracts.topics import topic
from tests.chaos import checks, evidence, flow, gateway
from tests.chaos.checks import Violation, told
from tests.chaos.scene import Scene
from tests.chaos.watch import Watch, bounded


async def judge(scene: Scene, watch: Watch) -> list[Violation]:
    """I1 to I5, I9 and I10, from the stores, the topics and what was seen on the way."""
    seen = await evidence.read(scene.ground, [one.name for one in scene.services], CATALOG)
    injected = scene.injector.injected
    owner, records = seen.stores[NETWORK.name], seen.topics[topic(NETWORK.name)]
    reading = flow.read_topic(records, injected.keys)
    scene.history.add("read", repeats=reading.repeats, events=len(owner.journal))
    found = [*checks.commands(scene.history.asked, owner), *reading.violations, *flow.log_of(owner, reading, records)]
    found += checks.repeats(reading.repeats, injected.repeats, scene.history)
    found += checks.deadlines(scene.history, owner) + checks.reactions(owner)
    for service in scene.services:
        found += flow.arrived(service, seen)
        found += flow.effects(service, seen, injected.handled)
        found += checks.states(service, seen.stores[service.name])
    if GATEWAY in scene.services:
        found += gateway.check(await gateway.read(scene.ground), owner.journal, VIEWS)
        found += gateway.explained(watch, owner.journal, VIEWS)
    return [*found, *bounded(watch, scene.stage.processes)]


def afterwards(scene: Scene) -> list[Violation]:
    """I8 and I10, from what was noted on the way; when everything was stopped."""
    ends = [
        f"{name} ended with code {code}, and no fault explains it; its last words: {_last_words(scene, name)}"
        for name, code in scene.stage.ends
    ]
    orphans = [f"{name} is an orphan" for name in scene.stage.orphans()]
    return [*told("I8", scene.late), *told("I8", ends), *told("I10", orphans)]


def _last_words(scene: Scene, name: str) -> str:
    """What the log of a process says of its ends."""
    lines = (scene.ground.layout.logs / f"{name}.log").read_text("utf-8", "replace").splitlines()
    return " | ".join([line for line in lines if "process-ended" in line or line.startswith("watchdog:")][-3:])
