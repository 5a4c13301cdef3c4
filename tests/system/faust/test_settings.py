"""The settings that stock Faust starts with, what it does to bytes, and ours: the rest of reliability.md section 1."""

import inspect
from typing import Any

import faust
import pytest
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from faust.assignor.partition_assignor import PartitionAssignor
from faust.cli.worker import worker
from faust.exceptions import SecurityWarning
from faust.serializers.codecs import get_codec
from faust.types.tuples import ConsumerMessage

from tests.system.faust.made import AT, Apps

# Settings.


async def test_defaults_that_we_change() -> None:
    conf = faust.App("defaults", autodiscover=False).conf

    assert (conf.broker_session_timeout, conf.topic_partitions, conf.topic_replication_factor) == (60, 8, 1)
    assert conf.topic_allow_declare
    assert not conf.topic_disable_leader
    assert conf.table_standby_replicas == 1
    assert 1 < conf.broker_commit_interval < 3
    assert conf.producer_request_timeout == 1200


async def test_our_settings(apps: Apps) -> None:
    conf = apps.ours().conf

    assert (conf.broker_session_timeout, conf.broker_heartbeat_interval, conf.broker_rebalance_timeout) == (10, 3, 30)
    assert (conf.table_standby_replicas, conf.topic_allow_declare, conf.topic_disable_leader) == (0, False, True)
    assert (conf.broker_request_timeout, conf.broker_max_poll_records, conf.stream_buffer_maxsize) == (30, 500, 1024)
    assert (conf.stream_wait_empty, conf.producer_threaded, conf.web_enabled) == (True, False, False)
    assert (conf.reply_create_topic, conf.worker_redirect_stdouts) == (False, False)
    assert conf.consumer_auto_offset_reset == "earliest"


async def test_producing_from_agents_is_not_idempotent(apps: Apps) -> None:
    producer: Any = apps.stock().producer

    assert "enable_idempotence" not in producer._settings_default()


async def test_the_web_server_listens_to_the_world_and_the_command_line_overrides_the_setting() -> None:
    conf = faust.App("defaults", autodiscover=False).conf
    assert (conf.web_enabled, conf.web_bind, conf.web_port) == (True, "0.0.0.0", 6066)  # noqa: S104

    assert "self.app.conf.web_enabled = with_web" in inspect.getsource(worker._init_worker_options)
    assert "default=True" in inspect.getsource(worker).split("--with-web/--without-web")[1].split("help")[0]


async def test_ours_starts_neither_web_nor_producer_nor_disk(apps: Apps) -> None:
    group = apps.ours()
    started = {type(service).__name__ for service in group.on_init_dependencies()}

    assert "Intake" in started
    assert not started & {"Web", "Producer", "Cache", "Monitor", "ThreadedProducer"}


@pytest.mark.parametrize(("standby", "assignor"), [(1, PartitionAssignor), (0, RoundRobinPartitionAssignor)])
async def test_the_own_assignor_is_on_with_standby_replicas(apps: Apps, standby: int, assignor: Any) -> None:
    app = apps.stock(table_standby_replicas=standby)
    thread: Any = app.consumer._thread  # type: ignore[attr-defined]
    consumer = thread._create_worker_consumer(app.transport)

    assert thread._assignor is assignor or isinstance(thread._assignor, assignor)
    await consumer.stop()


# Decoding.


class Chosen(faust.Record):
    """A model that a message may ask for."""

    field: str


async def test_a_field_of_the_message_may_choose_the_class(apps: Apps) -> None:
    payload = {"field": "x", "__faust": {"ns": Chosen._options.namespace}}

    registry: Any = apps.stock().serializers

    assert isinstance(registry.Model._maybe_reconstruct(payload), Chosen)


class Ran:
    """Unpickled, it is whatever the message's code returns."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return eval, ("6 * 7",)


async def test_a_pickle_codec_runs_what_the_message_says() -> None:
    codec = get_codec("pickle")

    with pytest.warns(SecurityWarning):
        assert codec.loads(codec.dumps(Ran())) == 42


@pytest.mark.parametrize("value", [b"{", b"\x80\x04.", b"", None])
async def test_ours_hands_over_the_bytes_as_they_are(apps: Apps, value: bytes | None) -> None:
    group = apps.ours()
    topic: Any = group.topic("events", internal=False)
    one = ConsumerMessage("events", 0, 0, 0.0, 0, None, b"key", value, None, tp=AT)

    event = await topic.decode(one, propagate=True)

    assert event.value is one
    assert event.value.value == value
