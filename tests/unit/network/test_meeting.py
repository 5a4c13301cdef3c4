"""Meetings: scheduled, held with delegations, concluded or cancelled; and written down from the past."""

from typing import Any
from uuid import UUID

from services.network.domain.meeting import (
    MEETING,
    AddDelegation,
    AdoptMinutes,
    CancelMeeting,
    ConcludeMeeting,
    NetworkMeeting,
    RecordMeeting,
    ScheduleMeeting,
    add_delegation,
    adopt_minutes,
    cancel_meeting,
    conclude_meeting,
    record_meeting,
    schedule_meeting,
)
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.network.meeting import (
    DelegationAttended,
    MeetingCancelled,
    MeetingConcluded,
    MeetingScheduled,
    MinutesAdopted,
)
from tests.support.given import Given, given
from tests.support.memory import refused
from tests.unit.network.world import LETTER, NETWORK, OTHER_NETWORK, world

ID = UUID(int=1)
DATES = PartialDate.parse("2016-11-28/2016-11-29")
PLAN: dict[str, Any] = {
    "network": NETWORK,
    "name": "Seventh meeting",
    "number": 7,
    "dates": DATES,
    "place": "Quito",
    "host": "ECU",
}
SCHEDULED, CONCLUDED = MeetingScheduled(**PLAN), MeetingConcluded(network=NETWORK, counted=1)
BODY = {**PLAN, "network": str(NETWORK), "dates": str(DATES), "host": "ARG", "occurred_on": "2016-10-01"}


def came(state: str) -> DelegationAttended:
    return DelegationAttended(network=NETWORK, state=state)


def scheduled() -> Given[NetworkMeeting]:
    return given(MEETING, SCHEDULED, on="2016-10-01", id=ID)


def test_a_meeting_lives_from_the_plan_to_its_end() -> None:
    facts = given(MEETING, id=ID).when(schedule_meeting, ScheduleMeeting(**PLAN), on="2016-10-01").then(SCHEDULED)
    facts = facts.when(add_delegation, AddDelegation(state="ARG"), on="2016-11-28").then(came("ARG"))
    facts = facts.when(conclude_meeting, ConcludeMeeting(), on="2016-11-29").then(CONCLUDED)
    adopted = MinutesAdopted(network=NETWORK, document=LETTER)
    facts = facts.when(adopt_minutes, AdoptMinutes(document=LETTER), on="2017-02-01").then(adopted)
    standing = [facts.as_of(day) for day in ("2016-10-02", "2016-11-28", "2016-11-29", "2017-02-01")]
    assert [state.status for state in standing if state] == ["scheduled", "convened", "concluded", "minutes_adopted"]
    facts.when(adopt_minutes, AdoptMinutes(document=LETTER), on="2017-03-01").then_refused("not-possible")


def test_the_same_id_is_scheduled_once() -> None:
    scheduled().when(schedule_meeting, ScheduleMeeting(**PLAN)).then_refused("exists-already")


def test_a_meeting_has_a_place_unless_it_is_online() -> None:
    nowhere = {**PLAN, "place": None}
    given(MEETING, id=ID).when(schedule_meeting, ScheduleMeeting(**nowhere)).then_refused("place-missing")
    online = ScheduleMeeting(**nowhere, online=True)
    given(MEETING, id=ID).when(schedule_meeting, online).then(MeetingScheduled(**nowhere, online=True))


def test_nobody_comes_before_it_begins_and_nobody_twice() -> None:
    scheduled().when(add_delegation, AddDelegation(state="ARG"), on="2016-11-27").then_refused("not-begun-yet")
    scheduled().when(conclude_meeting, ConcludeMeeting(), on="2016-11-27").then_refused("not-begun-yet")
    facts = scheduled().also(came("ARG"), on="2016-11-28")
    facts.when(add_delegation, AddDelegation(state="ARG"), on="2016-11-29").then_refused("already-so")
    facts.also(came("BRA"), on="2016-11-28")


def test_a_meeting_that_nobody_counted_is_concluded_without_a_number() -> None:
    nobody = MeetingConcluded(network=NETWORK, counted=None)
    scheduled().when(conclude_meeting, ConcludeMeeting(), on="2016-11-29").then(nobody)


def test_what_is_learnt_later_stays_within_what_was_counted() -> None:
    facts = scheduled().also(came("ARG"), on="2016-11-28").also(CONCLUDED, on="2016-11-29")
    wish = AddDelegation(state="BRA")
    facts.when(add_delegation, wish, on="2016-11-29").then_refused("more-delegations-than-counted", counted=1)
    counted_two = facts.corrected(3, MeetingConcluded(network=NETWORK, counted=2))
    after = counted_two.when(add_delegation, wish, on="2016-11-29").then(came("BRA"))
    assert after.state
    assert (after.state.delegations, after.state.status) == (("ARG", "BRA"), "concluded")


def test_a_meeting_is_cancelled_while_nobody_came() -> None:
    gone = MeetingCancelled(network=NETWORK, reason="Elections")
    wish = CancelMeeting(reason="Elections")
    cancelled = scheduled().when(cancel_meeting, wish, on="2016-11-01").then(gone)
    cancelled.when(add_delegation, AddDelegation(state="ARG"), on="2016-11-28").then_refused("not-possible")
    convened = scheduled().also(came("ARG"), on="2016-11-28")
    convened.when(cancel_meeting, wish, on="2016-11-29").then_refused("not-possible")


def test_a_record_is_the_whole_chain_on_its_date() -> None:
    held = {name: value for name, value in PLAN.items() if name != "dates"}
    wish = RecordMeeting(**held, id=ID, delegations=("ARG", "BRA"), counted=3, occurred_on=DATES, row="m/7")
    facts = (
        given(MEETING, id=ID)
        .when(record_meeting, wish)
        .then(
            Dated(SCHEDULED, DATES, inferred=True),
            came("ARG"),
            came("BRA"),
            MeetingConcluded(network=NETWORK, counted=3),
        )
    )
    facts.when(record_meeting, wish).then_refused("exists-already")
    too_many = wish.model_copy(update={"counted": 1})
    given(MEETING, id=ID).when(record_meeting, too_many).then_refused("more-delegations-than-counted")


def test_an_event_of_another_network_is_refused() -> None:
    wrong = MeetingConcluded(network=OTHER_NETWORK)
    refused("wrong-aggregate", scheduled().also, wrong, on="2016-11-29")


def test_a_number_names_one_meeting_of_the_network_until_it_is_cancelled() -> None:
    state = scheduled().state
    assert state
    assert MEETING.claims(state) == (f"meeting:{NETWORK}:7",)
    cancelled = scheduled().also(MeetingCancelled(network=NETWORK, reason="x"), on="2016-11-01").state
    assert cancelled
    assert not MEETING.claims(cancelled)


def test_network_host_and_delegations_are_known() -> None:
    memory = world()
    unknown = {**BODY, "network": str(OTHER_NETWORK)}
    refused("unknown-network", memory.post, "meetings", unknown)
    refused("unknown-state", memory.post, "meetings", {**BODY, "host": "QQQ"})
    memory.post("meetings", {**BODY, "id": str(ID)})
    wish = {"state": "QQQ", "occurred_on": "2016-11-28"}
    refused("unknown-state", memory.post, "meetings/{id}/add-delegation", wish, id=ID)
    memory.post("meetings/{id}/add-delegation", {**wish, "state": "BRA"}, id=ID)
    assert memory.state(MEETING, ID).delegations == ("BRA",)
