"""How the commands that write or check generated documents end."""

import sys
from collections.abc import Iterable, Mapping


def finish(files: Mapping[str, str], owned: Iterable[str], *, check: bool) -> None:
    """Write, or with `check` only compare; prints one line a file. Exit code 1 when a checked file differs."""
    from deploy.operations import generated

    owned = tuple(owned)
    told = generated.differences(files, owned) if check else generated.write(files, owned)
    for line in told:
        print(line)
    print(f"{len(files)} files, {len(told)} {'differ' if check else 'changed'}")
    sys.exit(1 if check and told else 0)
