"""Starts a service as its own `__main__` does, with changes for a test: `python -m tests.chaos.entry SERVICE ROLE`.

LEMKIN_CHAOS names the changes of this one process (tests/chaos/changes.py, seeded.py): instruments, faults that no signal
can make, and the seeded bugs. Production code knows nothing of them.
"""

import os
import sys
from pkgutil import resolve_name

from shared.roles import start
from shared.service import Service
from shared.settings import Settings
from tests.chaos.changes import CHANGES
from tests.chaos.seeded import BUGS


def main(name: str, role: str) -> None:
    """Start the service in a role; never returns."""
    service: Service = resolve_name(f"services.{name}.main:SERVICE")
    for change in os.environ.get("LEMKIN_CHAOS", "").split():
        service = {**CHANGES, **BUGS}[change](service)
    start(service, Settings(), [role])


if __name__ == "__main__":
    main(*sys.argv[1:])
