"""What the gateway is told of its sign-in issuer on one machine: the development one, or that of the environment."""

from pathlib import Path

import pytest

from deploy.embedded.layout import Layout
from deploy.embedded.services import REAL_ISSUER, ServiceProcess
from deploy.embedded.sign_in import SignInIssuer, fresh_secret
from deploy.embedded.topology import ISSUER, LEMKIN

PORTS = LEMKIN.wanted_ports(0)


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    for name in (*REAL_ISSUER, "LEMKIN_MODE", "LEMKIN_PRODUCTION"):
        monkeypatch.delenv(name, raising=False)
    layout = Layout(data=tmp_path)
    layout.make()
    return layout


def _told(layout: Layout, name: str) -> dict[str, str]:
    service = next(service for service in LEMKIN.services if service.name == name)
    return dict(ServiceProcess(service, "all", name, layout, PORTS).prepare().environment)


def test_the_gateway_alone_is_told_of_the_development_issuer(layout: Layout) -> None:
    told = _told(layout, "gateway")
    assert told["LEMKIN_ISSUER"] == f"http://127.0.0.1:{PORTS[ISSUER]}"
    assert told["LEMKIN_SITE"] == f"http://127.0.0.1:{PORTS['gateway']}"
    assert (told["LEMKIN_DEMO"], told["LEMKIN_CLIENT_SECRET_FILE"]) == ("true", str(layout.client_secret))
    assert not any("LEMKIN_ISSUER" in _told(layout, name) for name in ("enrollment", "network", "notifications"))


def test_an_issuer_of_the_environment_takes_its_place(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    real = {
        "LEMKIN_ISSUER": "https://issuer.example",
        "LEMKIN_CLIENT_SECRET_FILE": "/somewhere/secret",
        "LEMKIN_SITE": "https://lemkin.example",
    }
    for name, value in real.items():
        monkeypatch.setenv(name, value)
    told = _told(layout, "gateway")
    assert real.items() <= told.items()
    assert "LEMKIN_DEMO" not in told
    monkeypatch.delenv("LEMKIN_SITE")
    assert _told(layout, "gateway")["LEMKIN_SITE"] == f"http://127.0.0.1:{PORTS['gateway']}"


def test_each_start_has_a_secret_of_its_own_that_only_its_file_tells(layout: Layout) -> None:
    fresh_secret(layout)
    first = layout.client_secret.read_text("utf-8")
    fresh_secret(layout)
    second = layout.client_secret.read_text("utf-8")
    assert len({first, second}) == 2
    assert layout.client_secret.stat().st_mode & 0o777 == 0o600
    command = SignInIssuer(layout, PORTS[ISSUER], PORTS["gateway"]).prepare()
    shown = [*command.argv, *command.environment.values(), *_told(layout, "gateway").values()]
    assert not any(second in text for text in shown)
    assert str(layout.client_secret) in command.argv


def test_the_development_issuer_is_told_what_makes_it_refuse(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEMKIN_PRODUCTION", "1")
    command = SignInIssuer(layout, PORTS[ISSUER], PORTS["gateway"]).prepare()
    assert command.environment["LEMKIN_PRODUCTION"] == "1"
