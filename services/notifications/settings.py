"""What notifications needs besides what every service does."""

from pydantic import Field

from services.notifications.adapters.sender import Pace
from services.notifications.adapters.smtp import Relay
from shared.settings import Settings


class NotificationsSettings(Settings):
    """`services`: where enrollment listens. `smtp`: the mail server (JSON; without a host nothing is sent, all of it waits).

    `site`: what links in messages begin with, never taken from a request. `pace`: how often and how long it is tried.
    """

    services: dict[str, str] = Field(default_factory=dict)
    smtp: Relay = Relay()
    site: str = Field(default="http://127.0.0.1:8080", pattern=r"^https?://[A-Za-z0-9.:\[\]-]+$")
    pace: Pace = Pace()
