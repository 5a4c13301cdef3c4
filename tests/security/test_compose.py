"""S24, L4, G14: what docker-compose.yml and the images may be, read from the files; no engine is needed."""

import re
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from deploy.embedded.jars import locked
from deploy.embedded.kafka import SETTINGS as KAFKA_SETTINGS
from deploy.embedded.layout import ROOT
from deploy.embedded.postgres import SETTINGS as POSTGRES_SETTINGS
from deploy.embedded.topology import LEMKIN
from tests.support import engines

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "deploy/images/Dockerfile").read_text()
OURS = {service.name for service in LEMKIN.services}
LASTING = {name for name, one in SERVICES.items() if one["restart"] != "no"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_no_power_and_an_end_to_what_it_takes(name: str) -> None:
    one = SERVICES[name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert int(one["user"].split(":")[0]) > 0
    assert int(one["mem_limit"].removesuffix("m")) <= 768
    assert one["cpus"] <= 1
    assert one["pids_limit"] <= 256
    assert one["ulimits"] == {"core": 0}
    assert one["logging"]["options"]["max-size"]
    assert not {"privileged", "cap_add", "devices", "pid", "ipc", "userns_mode"} & set(one)
    assert one.get("network_mode", "none") == "none"


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_sees_named_volumes_only_and_no_secret_in_its_settings(name: str) -> None:
    one = SERVICES[name]
    assert {volume.split(":")[0] for volume in one.get("volumes", ())} <= set(COMPOSE["volumes"])
    for variable, value in one.get("environment", {}).items():
        assert "PASSWORD" not in variable or variable.endswith("_FILE"), variable
        assert not re.search(r"://[^/@]*:[^/@]*@", str(value)), variable


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_is_given_its_own_secrets_to_read_and_no_more(name: str) -> None:
    assert SERVICES[name]["volumes"] == [f"{name}:/var/lib/lemkin:ro"]
    assert SERVICES[name]["environment"]["LEMKIN_MODE"] == "container"
    holders = {
        other for other, one in SERVICES.items() if any(v.startswith(f"{name}:") for v in one.get("volumes", ()))
    }
    assert holders == {name, "secrets"}


def test_the_gateway_alone_is_published_and_on_loopback() -> None:
    published = {name: one["ports"] for name, one in SERVICES.items() if "ports" in one}
    assert published == {"gateway": ["127.0.0.1:${LEMKIN_PORT:-8080}:8080"]}
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    outward = {name for name, one in SERVICES.items() if set(one.get("networks", ())) - {"inside"}}
    assert outward == {"gateway", "notifications"}


def test_six_containers_last_and_all_is_waited_for() -> None:
    assert {"kafka", "postgres"} | OURS == LASTING
    for one in SERVICES.values():
        for needed, how in one.get("depends_on", {}).items():
            wanted = "service_healthy" if needed in LASTING else "service_completed_successfully"
            assert how == {"condition": wanted}
    assert all("healthcheck" in SERVICES[name] for name in LASTING)


def test_every_image_can_be_replaced_and_the_servers_are_the_official_ones() -> None:
    images = {name: re.fullmatch(r"\$\{LEMKIN_[A-Z]+_IMAGE:-(.+)\}", one["image"]) for name, one in SERVICES.items()}
    assert all(images.values())
    named = {name: found[1] for name, found in images.items() if found}
    assert (named["kafka"], named["postgres"]) == (engines.KAFKA_IMAGE, engines.POSTGRES_IMAGE)
    engine = (ROOT / ".ci/engine").read_text()
    assert f"KAFKA={named['kafka']}\n" in engine
    assert f"POSTGRES={named['postgres']}\n" in engine
    broker = next(jar for jar in locked() if jar.coordinate.startswith("org.apache.kafka:kafka_"))
    assert named["kafka"].endswith(broker.coordinate.rpartition(":")[2])


def test_the_broker_is_set_as_the_embedded_one() -> None:
    wanted = dict(line.split("=", 1) for line in KAFKA_SETTINGS.splitlines() if not line.startswith("#"))
    variables = SERVICES["kafka"]["environment"]
    given = {name.removeprefix("KAFKA_").lower().replace("_", "."): str(value) for name, value in variables.items()}
    placed = {key for key, value in wanted.items() if "{" in value}
    assert placed == {"controller.quorum.voters", "listeners", "advertised.listeners", "log.dirs"}
    assert {key: given.get(key) for key in wanted if key not in placed} == {
        key: value for key, value in wanted.items() if key not in placed
    }


def test_the_database_keeps_personal_data_out_of_its_log_as_the_embedded_one() -> None:
    wanted = dict(line.split(" = ", 1) for line in POSTGRES_SETTINGS.splitlines() if not line.startswith("#"))
    given = dict(one.removeprefix("-c").split("=", 1) for one in SERVICES["postgres"]["command"][1:])
    assert {name for name in wanted if name.startswith("log_")} <= set(given)
    assert given == {name: wanted[name].strip("'") for name in given}


def test_the_images_hold_what_is_locked_and_one_service() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert "uv sync --frozen --no-cache --no-default-groups" in DOCKERFILE
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"${PYTHON_IMAGE}", "base"}
    assert not re.search(r"syntax=|apt-get|curl|wget|^ADD ", DOCKERFILE, re.MULTILINE)
    _, _, stage = DOCKERFILE.partition("AS service\n")
    assert re.findall(r"^COPY (.+)$", stage, re.MULTILINE) == ["services/${SERVICE} services/${SERVICE}"]
    for name in ("operator", "service"):
        stage = DOCKERFILE.partition(f"AS {name}\n")[2].partition("\nFROM ")[0]
        assert "USER 10001:10001" in stage
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in ignored
    assert {line for line in ignored if line.startswith("!")} == {
        "!pyproject.toml",
        "!uv.lock",
        "!shared",
        "!services",
        "!deploy",
    }
