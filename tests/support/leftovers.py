"""Leftovers: sockets that a client of others leaves open when it is closed or fails."""

import gc
import warnings


def collect() -> None:
    """Collect what nobody holds any more, here and in silence: no later test is to be blamed for it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
