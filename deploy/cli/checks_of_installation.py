"""Checks of the running installation: Kafka, PostgreSQL, topics, migrations, stored states, clocks, services."""

import time
from collections.abc import Callable

from deploy.cli import health, installation
from deploy.cli.findings import Finding, ok, problem, unknown, warning
from deploy.cli.installation import Installation
from deploy.embedded.failures import StartFailure
from deploy.embedded.layout import ROOT, Layout
from deploy.embedded.topology import LEMKIN, PARTITIONS
from deploy.operations.forms import OLDEST, unreadable
from deploy.operations.kinds import kinds_of
from shared.kafka_admin import KafkaAbsent, KafkaAnswered, ensure_topics, identities

KAFKA_SECONDS = 5.0
CLOCK_SECONDS = 1.0
SHARED_SCHEMA = "schema.sql"


def all_of(layout: Layout) -> list[Finding]:
    """The findings; all unknown when nothing runs."""
    checks: dict[str, Callable[[str, Installation], Finding]] = {
        "Kafka": _kafka,
        "topics": _topics,
        "PostgreSQL": _postgres,
        "migrations": _migrations,
        "states": _states,
        "clocks": _clocks,
        "services": _services,
    }
    try:
        running = installation.running(layout.data)
    except StartFailure:
        return [unknown(subject, "nothing runs; `lemkin up` starts it") for subject in checks]
    return [_checked(subject, check, running) for subject, check in checks.items()]


def _checked(subject: str, check: Callable[[str, Installation], Finding], running: Installation) -> Finding:
    try:
        return check(subject, running)
    except StartFailure as failure:
        return problem(subject, failure.message, failure.advice)
    except KafkaAbsent as error:
        return problem(subject, str(error), "look at `lemkin logs kafka`")


def _kafka(subject: str, running: Installation) -> Finding:
    cluster, _ = identities(running.kafka, [], timeout=KAFKA_SECONDS)
    return ok(subject, f"{running.kafka}, cluster {cluster}")


def _topics(subject: str, running: Installation) -> Finding:
    try:
        identities(running.kafka, LEMKIN.topics, timeout=KAFKA_SECONDS)
        ensure_topics(running.kafka, LEMKIN.topics, PARTITIONS, timeout=KAFKA_SECONDS)
    except KafkaAnswered as error:
        return problem(subject, str(error), "`lemkin down`, then `lemkin up`, makes it; `lemkin replay` fills it")
    return ok(subject, f"{len(LEMKIN.topics)} with {PARTITIONS} partitions each")


def _postgres(subject: str, running: Installation) -> Finding:
    version, used, most = running.superuser.run(
        "SELECT split_part(version(), ' on ', 1); SELECT count(*) FROM pg_stat_activity;"
        "SELECT setting FROM pg_settings WHERE name = 'max_connections'"
    )
    detail = f"{version}, {used} of {most} connections"
    if int(used) > int(most) * 0.9:
        return warning(subject, detail, "fewer --processes, or look for a program that keeps connections")
    return ok(subject, detail)


def _migrations(subject: str, running: Installation) -> Finding:
    for service in LEMKIN.databases:
        scripts = (ROOT / "services" / service / "adapters" / "migrations").glob("*.sql")
        wanted = {SHARED_SCHEMA, *(script.name for script in scripts)}
        missing = wanted - set(running.superuser.run("SELECT name FROM migrations", database=service))
        if missing:
            detail = f"{service} lacks {', '.join(sorted(missing))}"
            return problem(subject, detail, "restart with `lemkin down` and `lemkin up`, which migrates")
    return ok(subject, f"complete in {len(LEMKIN.databases)} databases")


def _states(subject: str, running: Installation) -> Finding:
    old = [
        f"{kind} of {service}"
        for service in LEMKIN.databases
        for kind in unreadable(running.superuser.run(OLDEST, database=service), kinds_of(service))
    ]
    if old:
        detail = f"stored by an earlier release in another form: {', '.join(old)}"
        return problem(subject, detail, "`lemkin rebuild aggregates` writes them anew from the journals")
    return ok(subject, "of the form that this release reads")


def _clocks(subject: str, running: Installation) -> Finding:
    ours = time.time()
    theirs = float(running.superuser.run("SELECT extract(epoch FROM clock_timestamp())")[0])
    apart = abs(theirs - ours)
    detail = f"PostgreSQL's clock is {apart:.2f} s from ours"
    if apart > CLOCK_SECONDS:
        return warning(subject, detail, "set both clocks by the same source")
    return ok(subject, detail)


def _services(subject: str, running: Installation) -> Finding:
    phase, parts = health.look(running)
    unwell = [f"{part.name}: {part.health}" for part in parts if not part.is_well]
    if unwell:
        return problem(subject, "; ".join(unwell), "look at `lemkin logs SERVICE`")
    return ok(subject, f"all {len(parts)} processes are well ({phase})")
