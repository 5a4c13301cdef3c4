"""How every part of a running installation is doing, asked from outside."""

import psutil
from pydantic import BaseModel, ConfigDict

from deploy.cli.installation import Installation
from deploy.embedded import state
from deploy.embedded.failures import SERVICE_DOWN, StartFailure
from deploy.embedded.ports import answers
from deploy.embedded.services import readiness
from deploy.embedded.topology import ISSUER, LEMKIN, MAIL
from shared.kafka_admin import KafkaAbsent, KafkaAnswered, lag

OK = 200
POSITIONS = "SELECT topic, partition, min(next) FROM positions GROUP BY topic, partition"
INFRASTRUCTURE = ("kafka", "postgres")


class PartHealth(BaseModel):
    """One process: `health` in a few words, memory with its children in MiB, `lag` in events not yet handled.

    Memory counts shared pages in proportion where the system tells; `lag` is None for what consumes nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    pid: int
    port: int
    health: str
    is_well: bool
    restarts: int
    last_code: int | None
    resident_mib: float
    lag: int | None = None


def look(installation: Installation) -> tuple[str, list[PartHealth]]:
    """The supervisor's phase and every part's health; raises StartFailure when it has just stopped."""
    now = state.read(installation.layout.state)
    if now is None:
        raise StartFailure("it has just stopped", "start it with `lemkin up`", SERVICE_DOWN)
    supervisor = PartHealth(
        name="supervisor",
        pid=now.pid,
        port=0,
        health="running",
        is_well=True,
        restarts=0,
        last_code=None,
        resident_mib=memory(now.pid, with_children=False),
    )
    parts = [_part(name, part) for name, part in now.parts.items()]
    lags = _lags(installation, {part.name: part.is_well for part in parts})
    return now.phase, [supervisor, *(part.model_copy(update={"lag": lags.get(part.name)}) for part in parts)]


def _lags(installation: Installation, well: dict[str, bool]) -> dict[str, int]:
    """Events that each service has not handled yet, by service; empty while Kafka or PostgreSQL is away."""
    if not all(well.get(name) for name in INFRASTRUCTURE):
        return {}
    lags: dict[str, int] = {}
    for service in LEMKIN.databases:
        try:
            rows = installation.superuser.run(POSITIONS, database=service)
            positions = {(topic, int(number)): int(at) for topic, number, at in (row.split("|") for row in rows)}
            lags[service] = sum(lag(installation.kafka, positions).values()) if positions else 0
        except (StartFailure, KafkaAbsent, KafkaAnswered):
            continue
    return lags


def _part(name: str, part: state.Part) -> PartHealth:
    if not part.pid:
        words, is_well = f"ended with code {part.last_code}, waiting to start again", False
    elif name in (*INFRASTRUCTURE, MAIL, ISSUER):
        is_well = answers(part.port)
        words = "accepts connections" if is_well else "does not accept connections"
    else:
        code = readiness(part.port)
        is_well = code == OK
        words = "ready" if is_well else f"not ready (HTTP {code})" if code else "does not answer"
    return PartHealth(
        name=name,
        pid=part.pid,
        port=part.port,
        health=words,
        is_well=is_well,
        restarts=part.restarts,
        last_code=part.last_code,
        resident_mib=memory(part.pid) if part.pid else 0.0,
    )


def memory(pid: int, *, with_children: bool = True) -> float:
    """Memory of a process (and its children) in MiB; shared pages are counted once where the system tells them."""
    try:
        process = psutil.Process(pid)
        family = [process, *(process.children(recursive=True) if with_children else [])]
        return sum(_one(each) for each in family) / 2**20
    except psutil.Error:
        return 0.0


def _one(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.NoSuchProcess:
        return 0
    except psutil.AccessDenied:
        return int(process.memory_info().rss)
    return int(getattr(full, "pss", full.rss))
