"""G4, G15: the gateway does not start where people would sign in in the open, or at an issuer that lets anybody in."""

from pathlib import Path

import pytest

from services.gateway.settings import GatewaySettings
from shared.records import Stop

HTTPS = "https://lemkin.example"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "client.secret"
    file.write_text("s3cret\n")
    file.chmod(0o600)
    return file


@pytest.mark.parametrize(
    "site",
    [
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:8080",
        HTTPS,
        "https://127.0.0.1",
        "https://lemkin.example:8443",
    ],
)
def test_https_or_this_machine(site: str) -> None:
    assert GatewaySettings(site=site).base_url == site


@pytest.mark.parametrize(
    "site", ["http://lemkin.example", "http://10.0.0.1", "http://127.0.0.1.evil.example", "http://0.0.0.0:8080"]
)
def test_plain_http_under_any_other_name_does_not_start(site: str) -> None:
    with pytest.raises(Stop) as refused:
        _ = GatewaySettings(site=site).base_url
    assert refused.value.code == 78


@pytest.mark.parametrize(
    "site",
    ["", "lemkin.example", "ftp://x", "https://x/", "https://x/path", "https://a@b", "https://x?y", "https://x\n"],
)
def test_a_site_is_scheme_host_and_port(site: str) -> None:
    with pytest.raises(ValueError, match="site"):
        GatewaySettings(site=site)


def test_without_an_issuer_nobody_signs_in(secret: Path) -> None:
    assert GatewaySettings(client_secret_file=secret).provider is None


def test_where_people_come_back_to_is_said_by_the_settings(secret: Path) -> None:
    provider = GatewaySettings(site=HTTPS, issuer="https://issuer.example/realm", client_secret_file=secret).provider
    assert provider is not None
    assert (provider.issuer, provider.redirect_uri) == ("https://issuer.example/realm", f"{HTTPS}/sign-in/return")
    assert "s3cret" not in repr(provider)


def test_the_development_issuer_is_for_one_machine(secret: Path) -> None:
    local = "http://127.0.0.1:8181"
    assert GatewaySettings(issuer=local, demo=True, client_secret_file=secret).provider is not None
    for settings in (
        GatewaySettings(issuer=local, client_secret_file=secret, mode="container"),
        GatewaySettings(issuer=local, client_secret_file=secret, site=HTTPS),
        GatewaySettings(issuer="https://localhost", client_secret_file=secret, site=HTTPS),
        GatewaySettings(issuer="http://issuer.example", client_secret_file=secret),
        GatewaySettings(issuer="http://issuer.example", client_secret_file=secret, site=HTTPS),
        GatewaySettings(issuer="https://issuer.example", client_secret_file=secret, site=HTTPS, demo=True),
        GatewaySettings(issuer="https://issuer.example", site=HTTPS),
    ):
        with pytest.raises(Stop) as refused:
            _ = settings.provider
        assert refused.value.code == 78


def test_a_secret_that_others_can_read_is_refused(secret: Path) -> None:
    secret.chmod(0o644)
    with pytest.raises(PermissionError):
        _ = GatewaySettings(site=HTTPS, issuer="https://issuer.example", client_secret_file=secret).provider
