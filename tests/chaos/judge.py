"""Judge: reads everything when all is quiet, and holds every promise against it."""

from services.enrollment.main import SERVICE as ENROLLMENT
from services.gateway.application.views.table import VIEWS
from services.gateway.main import SERVICE as GATEWAY
from services.network.main import SERVICE as NETWORK
from services.notifications.main import SERVICE as NOTIFICATIONS
from shared.contracts.published import CATALOG
from shared.contracts.topics import topic
from tests.chaos import announced, checks, evidence, flow, gateway, messages, people_store
from tests.chaos.checks import Violation, told
from tests.chaos.evidence import Evidence
from tests.chaos.scene import Scene
from tests.chaos.watch import Watch, bounded


async def judge(scene: Scene, watch: Watch) -> list[Violation]:
    """I1 to I5, I7, I9 and I10, from the stores, the topics, the mail server and what was seen on the way."""
    seen = await evidence.read(scene.ground, [one.name for one in scene.services], CATALOG)
    injected, stores = scene.injector.injected, seen.stores
    read = {name: flow.read_topic(seen.topics.get(topic(name), ()), injected.keys) for name in stores}
    repeats = sum(one.repeats for one in read.values())
    scene.history.add("read", repeats=repeats, events=sum(len(store.journal) for store in stores.values()))
    found = checks.repeats(repeats, injected.repeats, scene.history)
    found += checks.deadlines(scene.history, stores[NETWORK.name])
    for service in scene.services:
        store, reading = stores[service.name], read[service.name]
        found += checks.commands([one for one in scene.history.asked if one.service == service.name], store)
        found += [*reading.violations, *flow.log_of(store, reading, seen.topics.get(topic(service.name), ()))]
        found += flow.arrived(service, seen)
        found += flow.effects(service, seen, injected.handled)
        found += [*checks.states(service, store), *checks.reactions(store)]
    if GATEWAY in scene.services:
        journal = [event for store in stores.values() for event in store.journal]
        found += gateway.check(await gateway.read(scene.ground), journal, VIEWS)
        found += gateway.explained(watch, journal, VIEWS)
    return [*found, *await _told(scene, seen), *bounded(watch, scene.stage.processes)]


async def _told(scene: Scene, seen: Evidence) -> list[Violation]:
    """I7, and the people store: where people are."""
    if ENROLLMENT not in scene.services:
        return []
    journal, letters = seen.stores[NOTIFICATIONS.name].journal, scene.workload.letters
    found = messages.check(journal, scene.post.taken, scene.history)
    if GATEWAY in scene.services:
        found += announced.check(seen.stores[NETWORK.name].journal, journal, letters.admins)
    return found + await people_store.check(scene.ground, seen.stores[ENROLLMENT.name])


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
