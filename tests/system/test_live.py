"""A network lives through the public API: invited, acceded, a focal point, an initiative; then a date is corrected."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import stamina

from shared.contracts.ids import membership_id
from tests.support.living import Asked


class Story:
    """Commands of one actor, each with a key of its own; reads wait for what was written."""

    def __init__(self, living: Asked) -> None:
        self._living = living
        self.last: dict[str, Any] = {}

    @stamina.retry(on=AssertionError, attempts=None, timeout=15, wait_initial=0.05, wait_max=0.2)
    def does(self, path: str, **body: Any) -> dict[str, Any]:
        """The command, tried again while the service says that it does not know something yet."""
        version = body.pop("version", None)
        answer = self._living.command(path, body, str(uuid4()), version)
        told: dict[str, Any] = answer.json()
        assert told.get("code") != "not-known-here-yet"
        if answer.status_code not in {200, 201}:
            pytest.fail(f"{path}: {answer.status_code} {told}")
        self.last = told
        return told

    def refused(self, path: str, **body: Any) -> str:
        """The code of a refusal."""
        answer = self._living.command(path, body, str(uuid4()))
        assert answer.status_code in {403, 404, 409, 422}, answer.text
        return str(answer.json()["code"])

    def seen(self, path: str, **parameters: str) -> dict[str, Any]:
        """A read that waits for the last command."""
        after = f"{self.last['kind']}/{self.last['id']}@{self.last['version']}"
        return self._living.get(path, **parameters, after=after)


@pytest.fixture
def story(living: Asked) -> Story:
    return Story(living)


def _launched(story: Story, slug: str) -> str:
    network: str = story.does("/network/networks", slug=slug, name="East African network", occurred_on="2014-01-10")[
        "id"
    ]
    story.does(f"/network/networks/{network}/start-development", occurred_on="2014-02-01")
    story.does(
        f"/network/networks/{network}/set-accession-rule", rule="participation-and-promise", occurred_on="2014-02-02"
    )
    story.does(f"/network/networks/{network}/launch", occurred_on="2014-03-01")
    return network


def _acceded(story: Story, network: str, state: str, day: str) -> UUID:
    id = membership_id(UUID(network), state)
    story.does("/network/memberships", network=network, state=state, occurred_on="2014-04-01")
    story.does(f"/network/memberships/{id}/declare-intent", occurred_on="2014-04-20")
    story.does(f"/network/memberships/{id}/accede", occurred_on=day)
    return id


def test_from_an_invitation_to_a_milestone(story: Story) -> None:
    network = _launched(story, f"east-africa-{uuid4().hex[:8]}")
    _acceded(story, network, "KEN", "2014-05-01")
    members = story.seen(f"/networks/{network}/members")
    assert [item["state"] for item in members["items"]] == ["KEN"]

    proposer, endorser = (story.does("/enrollment/persons", **_official("KEN"))["id"] for _ in range(2))
    letter = story.does(
        "/network/sources",
        title="Letter of the foreign ministry",
        address="archive 7",
        date="2014-05-20",
        occurred_on="2014-05-20",
    )["id"]
    pair = {"network": network, "state": "KEN"}
    seat = {**pair, "person": endorser, "letter": letter, "occurred_on": "2014-06-01"}
    story.does("/network/seats/designate", **seat, kind="national")
    assert story.refused("/network/seats/designate", **{**seat, "person": proposer}, kind="national") == "seat-taken"
    story.does("/network/seats/designate", **{**seat, "person": proposer}, kind="alternate")
    assert story.seen(f"/networks/{network}/members")["items"][0]["focal_point"]["status"] == "seated"

    wish = {**pair, "kind": "training", "title": "Training of prosecutors", "proposer_kind": "focal-point"}
    initiative = story.does("/network/initiatives", **wish, proposer=proposer, occurred_on="2014-07-01")["id"]
    story.does(f"/network/initiatives/{initiative}/endorse", endorser=endorser, occurred_on="2014-07-10")
    milestone = {"code": "programme", "title": "Programme agreed", "planned": "2014-12"}
    story.does(f"/network/initiatives/{initiative}/plan-milestone", **milestone, occurred_on="2014-07-11")
    story.does(f"/network/initiatives/{initiative}/start", occurred_on="2014-08-01")
    moved = {"code": "programme", "planned": "2015-02", "reason": "election"}
    story.does(f"/network/initiatives/{initiative}/reschedule-milestone", **moved, occurred_on="2014-11-01")
    story.does(f"/network/initiatives/{initiative}/reach-milestone", code="programme", occurred_on="2015-02-10")
    told = story.seen(f"/initiatives/{initiative}")
    assert (told["stage"], told["milestones"][0]["status"]) == ("underway", "reached")
    then = story.seen(f"/initiatives/{initiative}", as_of="2014-08-15")
    assert (then["milestones"][0]["status"], then["milestones"][0]["planned"]) == ("planned", "2014-12")


def test_who_is_neither_alumnus_nor_focal_point_cannot_propose(story: Story) -> None:
    network = _launched(story, f"east-africa-{uuid4().hex[:8]}")
    _acceded(story, network, "KEN", "2014-05-01")
    stranger = story.does("/enrollment/persons", **_official("KEN"))["id"]
    pair = {"network": network, "state": "KEN", "kind": "training", "title": "Training"}
    asked = story.refused("/network/initiatives", **pair, proposer_kind="focal-point", proposer=stranger)
    assert asked == "not-a-focal-point"


def test_a_corrected_date_changes_the_past_but_not_what_was_known(story: Story, living: Asked) -> None:
    network = _launched(story, f"east-africa-{uuid4().hex[:8]}")
    id = _acceded(story, network, "UGA", "2014-06-15")
    members = f"/networks/{network}/members"
    assert story.seen(members, as_of="2014-06-01")["items"] == []
    known = datetime.now(UTC).isoformat()
    version = story.last["version"]
    source = story.does(
        "/network/sources", title="Accession letter", address="archive 9", date="2014-05-02", occurred_on="2014-05-02"
    )["id"]
    changes = [{"fact": fact, "occurred_on": "2014-05-02"} for fact in (version - 1, version)]
    wish = {"changes": changes, "reason": "late-letter", "source": source, "page": "1"}
    story.does(f"/network/memberships/{id}/correct", version=version, **wish)

    assert [item["state"] for item in story.seen(members, as_of="2014-06-01")["items"]] == ["UGA"]
    assert story.seen(members, as_of="2014-06-01", known_at=known)["items"] == []
    history = living.all(f"/facts/membership/{id}/history")
    corrected = [one["opened_by"] for one in history if one["opened_by"]["corrects"]]
    assert {one["occurred_on"] for one in corrected} == {"2014-05-02"}
    assert {(one["reason"], one["source"], one["page"]) for one in corrected} == {("late-letter", source, "1")}
    assert all(one["recorded_at"] > known for one in corrected)
    assert any(one["known"]["to"] for one in history)


def _official(state: str) -> dict[str, str]:
    return {"state": state, "sector": "justice", "level": "senior", "gender": "unknown", "occurred_on": "2014-01-01"}
