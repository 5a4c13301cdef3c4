"""Parts: the processes of a stage, and how each is started in a test: as in an installation, but in a hurry with mails."""

import json
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from deploy.embedded import topology
from deploy.embedded.layout import Layout
from deploy.embedded.ports import LOOPBACK
from deploy.embedded.services import ServiceProcess
from deploy.embedded.topology import MAIL

MAIL_SECONDS, LEASE = 3, 15
"""How long a mail server is waited for; after how long a message of a sender that died is another's. Ours are in a hurry."""
PACE = {"first": 0.5, "longest": 3, "tries": 12, "lease": LEASE}
_CALLS: Mapping[str, tuple[str, ...]] = {
    "gateway": ("enrollment", "network", "notifications"),
    "notifications": ("enrollment",),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One process: its name, its service, the role it is started in, and the changes of tests/chaos/entry.py in it.

    `slot`: the process keeps its name in the consumer group over a restart (LEMKIN_INSTANCE).
    """

    name: str
    service: str
    role: str
    changes: tuple[str, ...] = ()
    slot: bool = False


def process_of(part: Part, layout: Layout, ports: Mapping[str, int], services: Collection[str]) -> ServiceProcess:
    """The process of a part on a stage with these services. Mails go out where there are people to write to."""
    module = ("tests.chaos.entry", part.service) if part.changes else (f"services.{part.service}",)
    sends = part.service == "notifications" and "enrollment" in services
    relay = {"host": LOOPBACK, "port": ports[MAIL], "seconds": MAIL_SECONDS}
    service = topology.Service(
        name=part.service,
        port=0,
        program=(sys.executable, "-P", "-m", *module),
        calls=_CALLS.get(part.service, ()),
        keeps_keys=part.service == "enrollment",
        environment={"LEMKIN_SMTP": json.dumps(relay), "LEMKIN_PACE": json.dumps(PACE)} if sends else {},
    )
    return ServiceProcess(service, part.role, part.name, layout, {**ports, part.name: ports.get(part.name, 0)})
