"""What the gateway needs besides what every service does."""

from pydantic import Field

from shared.settings import Settings


class GatewaySettings(Settings):
    """`services`: where each service listens, by name. Reads go on beside the folds, which take a connection a partition."""

    pool: int = 12
    services: dict[str, str] = Field(default_factory=dict)
