"""What our consumer tells the watchdog: being stuck, and not a broker that is away or a handler that is slow."""

from time import monotonic
from typing import Any

from tests.system.faust.made import AT, Apps


async def test_idle_is_only_wrong_while_the_broker_answers(apps: Apps) -> None:
    intake: Any = apps.ours().consumer
    thread, now = intake._thread, monotonic()
    intake._set_active_tps({AT})
    thread.fetched = intake.acked = now - 50
    assert intake.while_answering(intake.idle_from) is None  # the broker never answered

    thread.answered, thread.answering_from = now, now - 100
    assert intake.while_answering(intake.idle_from) == now - 50

    thread.answering_from = now - 5  # it was away and has just come back
    assert intake.while_answering(intake.idle_from) == now - 5

    intake.acked = now - 1  # a slow handler is a sign of life
    assert intake.idle_from == now - 1
    intake._set_active_tps(set())
    assert intake.while_answering(intake.idle_from) is None  # there is nothing to fetch


async def test_a_suspended_flow_and_a_rebalance_are_timed_from_their_beginning(apps: Apps) -> None:
    group = apps.ours()
    intake: Any = group.consumer
    assert intake.suspended_from is None
    intake.stop_flow()
    begun = intake.suspended_from
    assert begun is not None
    intake.stop_flow()
    assert intake.suspended_from == begun
    intake.resume_flow()
    assert intake.suspended_from is None

    assert group.rebalancing_from is not None  # until the first assignment, too
    group.on_rebalance_start()
    group.on_rebalance_end()
    assert group.rebalancing_from is None
