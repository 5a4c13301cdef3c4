"""G14, L2: a service listens where this machine alone reaches it, and reads secrets from files that nobody else reads."""

from pathlib import Path

import pytest

from shared.records import Stop
from shared.settings import Settings, secret


@pytest.mark.parametrize("http", ["127.0.0.1:8100", "127.9.9.9:1", "localhost:8100"])
def test_loopback_is_where_a_service_listens(http: str) -> None:
    assert Settings(http=http).address == (http.rpartition(":")[0], int(http.rpartition(":")[2]))


@pytest.mark.parametrize(
    "http", ["0.0.0.0:8100", ":8100", "192.168.1.4:8100", "10.0.0.1:8100", "[::]:8100", "lemkin.example:8100", "0:8100"]
)
def test_any_other_address_is_refused_outside_of_a_container(http: str) -> None:
    with pytest.raises(Stop) as refused:
        _ = Settings(http=http).address
    assert refused.value.code == 78
    assert Settings(http=http, mode="container").address[1] == 8100


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o602])
def test_a_secret_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "password"
    file.write_text("quite secret\n")
    file.chmod(mode)
    with pytest.raises(PermissionError) as refused:
        secret(file)
    assert "quite secret" not in str(refused.value)


def test_a_secret_shows_itself_to_nobody_by_accident(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("quite secret\n")
    file.chmod(0o600)
    read = secret(file)
    assert read is not None
    assert read.get_secret_value() == "quite secret"
    assert "quite" not in f"{read} {read!r} {Settings(database_password_file=file)!r}"
