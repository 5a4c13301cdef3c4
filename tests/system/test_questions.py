"""The acceptance table of the brief (domain.md 4), asked through the public API of a running system with its history."""

import pytest

from tests.support.living import Asked

BRIEF = "2013-07-31"
FIRST = {"ARG", "AUT", "BIH", "BDI", "CHN", "FIN", "KHM", "LVA", "DEU", "POL", "USA", "GBR"}
SECOND = {"ARG", "BRA", "CHL", "LKA", "SLE", "TJK", "USA"}
SOUTH = {"ARG", "BOL", "BRA", "CHL", "COL", "ECU", "PER", "PRY", "URY", "VEN"}
LATIN_AMERICA = SOUTH | {"CRI", "DOM", "SLV", "GTM", "HND", "MEX", "NIC", "PAN"}


def _took_part(living: Asked, as_of: str) -> set[str]:
    return {state["iso3"] for state in living.all("/states", took_part="true", as_of=as_of)}


def _members(living: Asked, as_of: str) -> set[str]:
    return {item["state"] for item in living.all("/networks/latin-america/members", as_of=as_of)}


def test_s1_the_programmes_started_in_2008(living: Asked) -> None:
    assert living.get("/overview", as_of="2008-05-11")["states_taken_part"]["total"] == 0
    assert _took_part(living, "2008-06-30") == FIRST
    assert _took_part(living, "2008-12-31") == FIRST | SECOND
    first = living.get("/seminars/global-2008-05")
    assert (first["began"], first["ended"]) == ("2008-05-12", "2008-05-19")


def test_s2_sixty_states_took_part_and_s4_thirty_six_are_documented(living: Asked) -> None:
    figure = living.get("/overview", as_of=BRIEF)["states_taken_part"]
    assert figure == {"total": 60, "documented": 36, "synthetic": 24}
    assert len(_took_part(living, BRIEF)) == 60


def test_s3_forty_nine_states_and_three_organisations_by_november_2012(living: Asked) -> None:
    assert len(_took_part(living, "2012-11-30")) == 49
    seminar = living.get("/seminars/to-november-2012", as_of="2012-11-30")
    assert sum(one.get("organisations", 1) if isinstance(one, dict) else 1 for one in seminar["organisations"]) == 3


def test_s5_at_least_250_alumni(living: Asked) -> None:
    overview = living.get("/overview", as_of=BRIEF)
    assert overview["alumni"]["total"] >= 250
    assert overview["graduations"]["total"] >= overview["alumni"]["total"]


def test_s6_the_network_was_launched_in_spring_2012(living: Asked) -> None:
    network = living.get("/networks/latin-america", as_of=BRIEF)
    assert (network["status"], network["launched"]) == ("launched", "2012-03-29/2012-03-30")
    assert living.get("/networks/latin-america", as_of="2012-03-29")["members"]["total"] == 18
    assert living.http.get("/networks/latin-america", params={"as_of": "2012-03-28"}).status_code == 404


def test_s7_s8_its_members_as_of_three_dates_and_the_source_that_disagrees(living: Asked) -> None:
    assert _members(living, "2012-04-01") == LATIN_AMERICA
    assert _members(living, "2015-12-31") == LATIN_AMERICA - {"BOL"}
    assert _members(living, "2016-12-31") == LATIN_AMERICA - {"BOL"}
    changes = living.all("/networks/latin-america/changes", **{"from": "2012-04-01", "to": "2015-12-31"})
    left = [change for change in changes if change["change"] == "left"]
    assert [change["state"] for change in left] == ["BOL"]
    titles = {source["title"] for source in left[0]["sources"]}
    assert len(titles) == 2, titles


def test_s9_who_started_it(living: Asked) -> None:
    network = living.get("/networks/latin-america", as_of=BRIEF)
    assert set(network["initiators"]) == {"ARG", "CHL", "PAN", "BRA"}
    bodies = {body["id"]: body for body in living.all("/bodies", as_of=BRIEF)}
    hosts = {(bodies[host["body"]]["kind"], host["state"]) for host in network["hosts"]}
    assert {state for _, state in hosts} == {"ARG", "BRA"}
    assert "Auschwitz Institute" in bodies[network["secretariat"]]["name"]


def test_s10_at_launch_all_were_active_with_the_focal_point_due(living: Asked) -> None:
    members = living.all("/networks/latin-america/members", as_of="2012-04-01")
    assert {(item["status"], item["focal_point"]["status"]) for item in members} == {("active", "due")}


def test_s11_ten_initiatives_two_documented(living: Asked) -> None:
    figures = living.get("/overview", as_of=BRIEF)["initiatives"]
    assert figures["total"] == {"total": 10, "documented": 2, "synthetic": 8}
    documented = living.all("/initiatives", as_of=BRIEF, synthetic="exclude")
    assert {item["state"] for item in documented} == {"ARG", "PRY"}
    assert set(figures["by_kind"]) == {"training", "policy"}


def test_s12_the_first_training_of_the_network(living: Asked) -> None:
    attendance = living.get("/seminars/latin-america-1", as_of=BRIEF)["attendance_by_state"]
    present = {state for state, one in attendance.items() if one["presence"] == "present"}
    assert present == LATIN_AMERICA - {"ARG", "PAN"}
    assert {state for state, one in attendance.items() if one["presence"] == "absent"} == {"ARG", "PAN"}


def test_s13_the_cycles_of_the_latin_american_network_have_two_parts(living: Asked) -> None:
    cycles = living.all("/seminars", edition="latin-america", as_of="2016-12-31")
    assert {cycle["slug"]: [(part["dates"], part["country"]) for part in cycle["parts"]] for cycle in cycles} == {
        "latin-america-1": [("2013-06", "POL"), ("2014-06", "ARG")],
        "latin-america-2": [("2014-10-12/2014-10-19", "POL"), ("2015-05-25/2015-05-28", "CHL")],
        "latin-america-3": [("2016-02-14/2016-02-21", "POL"), ("2016-05", "BRA")],
    }
    places = [cycle["parts"][1]["place"] for cycle in cycles]
    assert places == ["Buenos Aires", "Santiago", "Brasília"]
    persons = {cycle["slug"]: [one["persons"] for one in cycle["headcounts"]] for cycle in cycles}
    assert (persons["latin-america-2"], persons["latin-america-3"]) == ([23, 25], [21])
    in_poland = living.get("/seminars/latin-america-2", as_of="2014-12-31")["headcounts"]
    assert [one["persons"] for one in in_poland] == [23]


def test_s14_the_meetings_of_focal_points(living: Asked) -> None:
    meetings = living.all("/networks/latin-america/meetings")
    assert [(one["number"], one["place"], one["dates"], one["counted"]) for one in meetings] == [
        (7, "Quito", "2016-11-28/2016-11-29", None),
        (8, "New York", "2017-10-16/2017-10-17", None),
        (10, "Asunción", "2019-10-28", None),
        (12, None, "2021-10-21", 12),
        (None, "Mexico City", "2022-10-26/2022-10-27", 10),
    ]
    assert all(one["sources"] for one in meetings)
    twelfth = meetings[3]
    assert (twelfth["online"], twelfth["host"]) == (True, "CRI")
    assert set(twelfth["delegations"]["present"]) == {
        *("ARG", "BRA", "BOL", "CRI", "ECU", "SLV"),
        *("GTM", "HND", "MEX", "PAN", "PRY", "URY"),
    }
    assert living.all("/networks/latin-america/meetings", as_of=BRIEF) == []


def test_s15_who_stayed_away_is_computed_where_all_who_came_are_known(living: Asked) -> None:
    absent = {one["number"]: one["delegations"]["absent"] for one in living.all("/networks/latin-america/meetings")}
    assert absent.pop(12) == ["CHL", "COL", "DOM", "NIC", "PER", "VEN"]
    assert set(absent.values()) == {None}


def test_s16_the_african_network_is_under_development(living: Asked) -> None:
    network = living.get("/networks/african-union", as_of=BRIEF)
    assert (network["status"], network["members"]["total"]) == ("under_development", 0)
    assert living.http.get("/networks/african-union", params={"as_of": "2013-02-18"}).status_code == 404


def test_s17_the_us_military_edition_ran_in_2010_and_2011(living: Asked) -> None:
    seminars = living.all("/seminars", edition="us-military", as_of=BRIEF)
    assert {year for seminar in seminars for year in seminar["years"]} == {2010, 2011}
    editions = {edition["slug"]: edition["status"] for edition in living.all("/editions", as_of=BRIEF)}
    assert editions["us-military"] == "retired"
    assert {edition["slug"]: edition for edition in living.all("/editions", as_of="2010-12-31")}["us-military"][
        "status"
    ] != "retired"


def test_s18_the_global_edition_its_partner_and_sectors(living: Asked) -> None:
    edition = next(one for one in living.all("/editions", as_of=BRIEF) if one["slug"] == "global-government")
    assert set(edition["sectors"]) == {"justice", "defence", "foreign-affairs", "human-rights"}
    bodies = {body["id"]: body for body in living.all("/bodies", as_of=BRIEF)}
    organiser = next(partner for partner in edition["partners"] if partner["role"] == "co-organiser")
    assert "Office" in bodies[organiser["body"]]["name"]


def test_s19_later_editions_are_known_by_their_head_counts(living: Asked) -> None:
    counted = {
        (seminar["years"][0], one["role"]): one["persons"]
        for seminar in living.all("/seminars", edition="global-government")
        for one in seminar["headcounts"]
    }
    assert counted[2015, "participant"] == 24
    assert (counted[2018, "participant"], counted[2018, "fellow"], counted[2018, "observer"]) == (21, 6, 4)
    assert (counted[2023, "participant"], counted[2023, "fellow"]) == (24, 11)
    assert counted[2024, "participant"] == 24


def test_s20_partners_and_their_kinds(living: Asked) -> None:
    def kinds(as_of: str) -> dict[str, list[str]]:
        return {one["name"]: one["kinds"] for one in living.all("/partners", as_of=as_of)}

    by_the_brief = {
        "Auschwitz-Birkenau State Museum": ["host"],
        "United Nations Office on the Prevention of Genocide and the Responsibility to Protect": ["co-organiser"],
        "Department of State of the United States": ["chief-partner"],
        "U.S. Army Command and General Staff College": ["school"],
        "Atrocities Prevention Board": ["beneficiary"],
        "African Union Commission": ["agreement"],
    }
    assert kinds(BRIEF) == by_the_brief
    later = {"Stanley Foundation", "International Conference on the Great Lakes Region", "East African Community"}
    assert set(kinds("2023-12-31")) == by_the_brief.keys() | later
    told = {one["name"]: one["agreements"][0] for one in living.all("/partners", as_of=BRIEF)}
    announced = told["Department of State of the United States"]
    assert announced["periods"] == [{"since": "2011-12-15", "until": None}]
    union = told["African Union Commission"]
    assert (union["network"], union["signed"], union["status"]) == ("african-union", "2013-02-19", "in_force")
    college = told["U.S. Army Command and General Staff College"]
    assert (college["status"], college["last_day"]) == ("expired", "2011-12-31")
    assert "Atrocities Prevention Board" not in kinds("2012-12-31")


def test_the_mechanisms_of_s11_are_on_record_beside_the_initiatives(living: Asked) -> None:
    argentina, paraguay = living.all("/networks/latin-america/mechanisms", as_of=BRIEF)
    assert (argentina["state"], argentina["status"]) == ("ARG", "established")
    assert (paraguay["state"], paraguay["status"], paraguay["counted"]) == ("PRY", "operating", 15)
    assert {one["name"] for one in paraguay["institutions"]} == {
        "Office of the Ombudsman of Paraguay",
        "Ministry of Foreign Relations of Paraguay",
    }


def test_s21_instructors_have_a_role_of_their_own(living: Asked) -> None:
    seminar = living.get("/seminars/global-2008-05", as_of=BRIEF)
    assert seminar["counts"]["instructor"]["total"] > 0
    texts = [statement["text"] for statement in living.all("/statements", as_of=BRIEF)]
    assert any("feedback goes both ways" in text for text in texts)


def test_s22_a_claim_is_stored_as_a_claim_with_its_source(living: Asked) -> None:
    claims = [one for one in living.all("/statements") if "only government-to-government" in one["text"]]
    assert len(claims) == 1
    assert claims[0]["sources"]


@pytest.mark.parametrize("as_of", ["2008-12-31", "2010-12-31", "2012-11-30", BRIEF])
def test_s23_loading_again_changes_nothing(living: Asked, as_of: str) -> None:
    before = living.get("/overview", as_of=as_of)
    told = living.lemkin_json("history", "load") if as_of == BRIEF else None
    if told is not None:
        assert (told["created"], told["rejected"]) == (0, 0)
        assert told["unchanged"] > 1_500
    after = living.get("/overview", as_of=as_of)
    figures = ("states_taken_part", "alumni", "graduations", "seminars", "networks", "initiatives")
    assert {name: before[name] for name in figures} == {name: after[name] for name in figures}


def test_the_terminal_shows_what_the_api_shows(living: Asked) -> None:
    for as_of, members in (("2012-04-01", 18), ("2015-12-31", 17)):
        told = living.lemkin_json("ask", "members", "latin-america", "--as-of", as_of)
        assert {item["state"] for item in told["items"]} == _members(living, as_of)
        assert len(told["items"]) == members
    absent = ["CHL", "COL", "DOM", "NIC", "PER", "VEN"]
    assert living.lemkin_json("ask", "meetings", "latin-america")["items"][3]["delegations"]["absent"] == absent
    for question, word in (("meetings", "Quito"), ("mechanisms", "PRY")):
        told = living.lemkin("ask", question, "latin-america")
        assert told.returncode == 0
        assert word in told.stdout
    partners = living.lemkin("ask", "partners", "--as-of", BRIEF)
    assert partners.returncode == 0
    assert "chief-partner" in partners.stdout
    changes = living.lemkin("ask", "changes", "2012-04-01", "2015-12-31", "--network", "latin-america")
    assert changes.returncode == 0
    assert "BOL" in changes.stdout
