"""What the gateway needs besides what every service does."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field

from services.gateway.adapters.assets import SOURCES
from services.gateway.adapters.issuer import Provider
from shared.process import CONFIGURATION
from shared.records import Stop
from shared.settings import Settings, secret

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SITE = r"^https?://[A-Za-z0-9.:\[\]-]+$"


class GatewaySettings(Settings):
    """`services`: where each service listens, by name; `assets`: the folder of the built ones.

    `site`: what browsers reach us under; `issuer`, `client`, `client_secret_file`: who signs people in, and what we are called
    there; `demo`: it is the development issuer. Reads go on beside the folds, which take a connection a partition.
    """

    pool: int = 12
    services: dict[str, str] = Field(default_factory=dict)
    assets: Path = SOURCES / "built"
    site: str = Field(default="http://127.0.0.1:8080", pattern=_SITE)
    issuer: str = ""
    client: str = "lemkin"
    client_secret_file: Path | None = None
    demo: bool = False

    @property
    def base_url(self) -> str:
        """Scheme, host and port of the site. Raises Stop 78 for http on another host than this machine (security.md G4)."""
        split = urlsplit(self.site)
        if split.scheme != "https" and split.hostname not in LOOPBACK:
            raise Stop(CONFIGURATION, "LEMKIN_SITE must begin with https:// unless its host is this machine")
        return self.site

    @property
    def provider(self) -> Provider | None:
        """The sign-in issuer, if one is set.

        Raises Stop 78 for one without https or on this machine, unless all of Lemkin is (security.md G15), and for one without
        the file of our secret.
        """
        if not self.issuer:
            return None
        split = urlsplit(self.issuer)
        local = split.hostname in LOOPBACK
        if (split.scheme != "https" and not local) or ((local or self.demo) and not self._is_machine):
            raise Stop(
                CONFIGURATION, "LEMKIN_ISSUER must begin with https:// and be another machine's, except on one machine"
            )
        given = secret(self.client_secret_file)
        if given is None:
            raise Stop(CONFIGURATION, "LEMKIN_CLIENT_SECRET_FILE must name the file of our secret at LEMKIN_ISSUER")
        return Provider(self.issuer, self.client, given, f"{self.base_url}/sign-in/return")

    @property
    def _is_machine(self) -> bool:
        """Whether everything is on one machine and nobody else reaches it."""
        return self.mode == "machine" and urlsplit(self.site).hostname in LOOPBACK
