"""Starts a service as its own `__main__` does, with changes for a test: `python -m tests.chaos.entry SERVICE ROLE`.

LEMKIN_CHAOS names the changes of this one process (tests/chaos/changes.py, seeded.py): instruments, faults that no signal
can make, and the seeded bugs. Production code knows nothing of them.
"""

import importlib
import os
import runpy
import sys

from tests.chaos.changes import CHANGES
from tests.chaos.seeded import BUGS


def main(name: str, role: str) -> None:
    """Change what the service's composition root has made, then start it in a role; never returns."""
    root = importlib.import_module(f"services.{name}.main")
    for change in os.environ.get("LEMKIN_CHAOS", "").split():
        vars(root)["SERVICE"] = {**CHANGES, **BUGS}[change](root.SERVICE)
    sys.argv = [name, role]
    runpy.run_module(f"services.{name}", run_name="__main__")


if __name__ == "__main__":
    main(*sys.argv[1:])
