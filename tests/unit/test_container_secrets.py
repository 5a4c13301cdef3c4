"""The set-up step of the containers: every secret once, each service its own, 0600, and no password in a statement."""

from pathlib import Path

from deploy.containers.secrets import make
from deploy.embedded.topology import KEYSTORE, LEMKIN

NAMES = {service.name for service in LEMKIN.services}


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_service_is_handed_its_own(tmp_path: Path) -> None:
    make(tmp_path / "all", tmp_path / "handed")
    handed = _files(tmp_path / "handed")
    publics = {f"keys/{name}.pub" for name in NAMES}
    for name in NAMES:
        own = {path.removeprefix(f"{name}/") for path in handed if path.startswith(f"{name}/")}
        more = {"keystore.password", "keys/enrollment.kek"} if name == "enrollment" else set()
        assert own == {"app.password", f"keys/{name}.key", *publics, *more}
    assert len({handed[f"{name}/app.password"] for name in NAMES}) == len(NAMES)


def test_nobody_else_reads_them(tmp_path: Path) -> None:
    make(tmp_path / "all", tmp_path / "handed")
    open_to_others = [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_mode & 0o077]
    assert [path.name for path in open_to_others] == ["databases.sql"]


def test_the_second_time_changes_no_secret(tmp_path: Path) -> None:
    make(tmp_path / "all", tmp_path / "handed")
    before = _files(tmp_path)
    make(tmp_path / "all", tmp_path / "handed")
    changed = {path for path, content in _files(tmp_path).items() if before[path] != content}
    assert changed <= {"handed/databases/databases.sql"}  # the salts of its verifiers are new


def test_the_statements_make_every_database_and_hold_no_password(tmp_path: Path) -> None:
    make(tmp_path / "all", tmp_path / "handed")
    script = (tmp_path / "handed/databases/databases.sql").read_text()
    for name in (*NAMES, KEYSTORE):
        assert f"CREATE DATABASE {name} OWNER {name}_migrator" in script
        assert f"ALTER ROLE {name}_app LOGIN" in script
    passwords = [path.read_text() for path in (tmp_path / "all/secrets").rglob("*.password")]
    assert len(passwords) == 10
    assert not [password for password in passwords if password in script]


def test_the_password_of_a_mail_server_goes_to_notifications_alone(tmp_path: Path) -> None:
    given = tmp_path / "all/secrets/notifications/smtp.password"
    given.parent.mkdir(parents=True)
    given.write_text("of the mail server")
    make(tmp_path / "all", tmp_path / "handed")
    holders = [path for path, content in _files(tmp_path / "handed").items() if content == b"of the mail server"]
    assert holders == ["notifications/smtp.password"]
