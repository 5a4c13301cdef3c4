"""What the gateway needs besides what every service does."""

from pathlib import Path

from pydantic import Field

from shared.settings import Settings


class GatewaySettings(Settings):
    """`services`: where each service listens, by name; `assets`: the folder of the built ones.

    Reads go on beside the folds, which take a connection a partition.
    """

    pool: int = 12
    services: dict[str, str] = Field(default_factory=dict)
    assets: Path = Path("assets")
