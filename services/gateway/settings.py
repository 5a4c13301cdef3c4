"""What the gateway needs besides what every service does."""

from pydantic import Field

from shared.settings import Settings


class GatewaySettings(Settings):
    """`services`: where each service listens, by name."""

    services: dict[str, str] = Field(default_factory=dict)
