"""The network service with a relay that nobody wakes and that looks once a second; everything else is the same."""

import sys

from services.network.main import SERVICE
from shared import relay
from shared.relay import Relay
from shared.roles import start
from shared.settings import Settings

POLL = 1.0


def sleep_on(self: Relay) -> None:
    """Hear the wake and do nothing."""


if __name__ == "__main__":
    relay.POLL = POLL
    Relay.wake = sleep_on  # type: ignore[method-assign]  # the peer differs in this and in nothing else
    start(SERVICE, Settings(), sys.argv[1:])
