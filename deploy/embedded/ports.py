"""Loopback ports: free ones are chosen once, written down, and kept between starts while they stay free."""

import json
import socket
from collections.abc import Collection, Mapping
from pathlib import Path

LOOPBACK = "127.0.0.1"
HIGHEST = 65_535


def is_free(port: int) -> bool:
    """Whether a listener could be opened on the loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something accepts connections on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((LOOPBACK, port)) == 0


def choose(wanted: Mapping[str, int], book: Path, fixed: Collection[str] = ()) -> dict[str, int]:
    """A free port for every name: the one in `book` if still free, else the first free one from the wanted upwards.

    Those in `fixed` get the wanted port as it is. Writes `book`. Raises OSError when no port is left.
    """
    known: dict[str, int] = json.loads(book.read_text("utf-8")) if book.exists() else {}
    chosen = {name: wanted[name] for name in fixed}
    for name in wanted:
        if name not in fixed and name in known and known[name] not in chosen.values() and is_free(known[name]):
            chosen[name] = known[name]
    for name, first in wanted.items():
        if name not in chosen:
            taken = set(chosen.values())
            candidates = (port for port in range(first, HIGHEST + 1) if port not in taken and is_free(port))
            chosen[name] = next(candidates, 0)
            if not chosen[name]:
                message = f"no free loopback port from {first} upwards for {name}"
                raise OSError(message)
    book.write_text(json.dumps(chosen, indent=1, sort_keys=True) + "\n", "utf-8")
    return chosen
