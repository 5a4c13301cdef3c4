"""Figures, seminars, states, initiatives: counted from the facts, documented and synthetic apart."""

from typing import Any

from tests.component.gateway.public import Public
from tests.component.gateway.story import INITIATIVE, SEMINAR

BRIEF = {"as_of": "2013-07-31"}


async def test_the_overview_counts_each_figure_three_ways(public: Public) -> None:
    told = await public.told("/overview", **BRIEF)
    assert told["states_taken_part"] == {"total": 2, "documented": 1, "synthetic": 1}
    assert told["alumni"] == {"total": 3, "documented": 0, "synthetic": 3}
    assert told["graduations"] == {"total": 4, "documented": 0, "synthetic": 4}
    assert told["seminars"] == {"total": 1, "documented": 1, "synthetic": 0}
    assert told["initiatives"]["total"]["total"] == 1
    assert told["initiatives"]["by_kind"] == {"policy": {"total": 1, "documented": 1, "synthetic": 0}}
    assert told["initiatives"]["by_stage"] == {"underway": {"total": 1, "documented": 1, "synthetic": 0}}
    assert [(one["slug"], one["members"]["total"]) for one in told["networks"]] == [
        ("african-union", 0),
        ("latin-america", 3),
    ]
    assert told["as_of"] == "2013-07-31"
    assert set(told["data_as_of"]) == {"enrollment", "network", "notifications", "gateway"}
    assert told["data_as_of"]["network"]["recorded"] is not None


async def test_figures_follow_the_date_and_the_origin(public: Public) -> None:
    before = await public.told("/overview", as_of="2008-05-11")
    assert before["states_taken_part"]["total"] == 0
    assert (await public.told("/overview", as_of="2008"))["graduations"]["total"] == 3
    documented = await public.told("/overview", **BRIEF, synthetic="exclude")
    assert documented["states_taken_part"] == {"total": 1, "documented": 1, "synthetic": 0}
    assert documented["alumni"]["total"] == 0
    made_up = await public.told("/overview", **BRIEF, synthetic="only")
    assert made_up["states_taken_part"] == {"total": 1, "documented": 0, "synthetic": 1}
    assert made_up["seminars"]["total"] == 0


async def test_states_are_found_by_region_network_and_part_taken(public: Public) -> None:
    async def named(**given: Any) -> list[str]:
        return [item["iso3"] for item in await public.items("/states", **BRIEF, **given)]

    assert await named() == ["ARG", "BOL", "BRA", "KEN"]
    assert await named(region="africa") == ["KEN"]
    assert await named(network="latin-america") == ["ARG", "BOL", "BRA"]
    assert await named(network="latin-america", member="false") == ["KEN"]
    assert await named(member="false") == ["KEN"]
    assert await named(took_part="true") == ["ARG", "KEN"]
    assert await named(took_part="false") == ["BOL", "BRA"]
    assert await named(took_part="true", synthetic="exclude") == ["ARG"]


async def test_a_state_joins_all_that_is_known_of_it(public: Public) -> None:
    told = await public.told("/states/ARG", **BRIEF)
    assert told["names"]["en"] == "Arg"
    assert [(one["network"], one["status"]) for one in told["memberships"]] == [("latin-america", "active")]
    assert [one["network"] for one in told["seats"]] == ["latin-america"]
    assert [one["title"] for one in told["initiatives"]] == ["A mechanism"]
    assert [(one["slug"], one["presence"], one["documented"]) for one in told["seminars"]] == [
        ("first", "present", True)
    ]
    assert told["alumni"] == {"total": 2, "documented": 0, "synthetic": 2}
    assert (await public.get("/states/XXX")).status_code == 404


async def test_a_seminar_tells_who_came_by_role_and_state(public: Public) -> None:
    listed = await public.items("/seminars", year="2008", edition="global-government", state="ARG")
    assert [item["slug"] for item in listed] == ["first"]
    assert await public.items("/seminars", year="2009") == []
    told = await public.told("/seminars/first")
    assert told == await public.told(f"/seminars/{SEMINAR}")
    assert told["parts"][0]["dates"] == "2008-05-12/2008-05-19"
    assert told["parts"][0]["precision"] == "interval"
    assert told["capacity"] == {"participant": 25}
    assert told["counts"] == {"participant": {"total": 3, "documented": 0, "synthetic": 3}}
    assert told["counts_by_state"] == {"ARG": {"participant": 2}, "KEN": {"participant": 1}}
    assert told["attendance_by_state"]["ARG"]["presence"] == "present"
    editions = await public.items("/editions")
    assert [(item["slug"], item["seminars"]["total"]) for item in editions] == [("global-government", 1)]


async def test_initiatives_are_found_by_network_state_stage_and_kind(public: Public) -> None:
    for given in ({"network": "latin-america"}, {"state": "ARG"}, {"stage": "underway"}, {"kind": "policy"}):
        assert [item["title"] for item in await public.items("/initiatives", **given)] == ["A mechanism"]
    for given in ({"network": "african-union"}, {"state": "KEN"}, {"stage": "closed"}, {"kind": "training"}):
        assert await public.items("/initiatives", **given) == []
    told = await public.told(f"/initiatives/{INITIATIVE}")
    assert told["network"] == "latin-america"
    assert told["proposer_kind"] == "focal-point"
    assert "proposer" not in told
    assert [milestone["planned"] for milestone in told["milestones"]] == ["2013-01-01"]


async def test_registers_are_lists(public: Public) -> None:
    assert [item["title"] for item in await public.items("/sources")] == ["A press release"]
    assert await public.items("/bodies", state="ARG") == []
    assert await public.items("/statements") == []
