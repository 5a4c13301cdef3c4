"""The figures of the brief, counted from the rows (domain.md section 4; the names S1 to S22 are its rows)."""

from collections import Counter, defaultdict
from datetime import date

from deploy.history.record import Stage, id_of
from deploy.history.rows import Reading, read
from shared.contracts.dates import PartialDate
from tests.unit.history_data.counted import (
    BRIEF,
    FIRST,
    LATIN_AMERICA,
    LIST_OF_2012,
    SECOND,
    by,
    named,
    rows_of,
    states,
    statuses,
    when,
)


def test_every_row_is_right(data: Reading) -> None:
    assert [str(fault) for fault in data.faults] == []


def test_register_of_states() -> None:
    states = rows_of(read(reference_only=True), "states")
    regions = Counter(row.body["region"] for row in states)
    assert regions == {
        "africa": 54,
        "asia-pacific": 55,
        "eastern-europe": 23,
        "latin-america-and-caribbean": 33,
        "western-europe-and-others": 30,
    }
    assert len({row.body["iso3"] for row in states} | {row.body["iso2"] for row in states}) == 2 * 195
    region = {row.body["iso3"]: row.body["region"] for row in states}
    assert region["USA"] == region["ISR"] == "western-europe-and-others"
    assert region["KIR"] == "asia-pacific"
    names = [name for row in states for name in row.body["names"].values()]
    assert not any("&" in name or "(" in name for name in names)
    for tongue in ("en", "es", "fr", "pt", "ar"):
        assert len({row.body["names"][tongue] for row in states}) == 195


def test_growth_of_the_united_nations() -> None:
    """Members of today admitted by the end of a year (the UN's table, less the members that are no more)."""
    admitted = Counter(when(row).latest.year for row in rows_of(read(reference_only=True), "states"))
    observers = Counter({1964: 1, 2012: 1})
    members = {
        year: sum(n for y, n in (admitted - observers).items() if y <= year) for year in (1945, 1960, 1992, 2011)
    }
    assert members == {1945: 49, 1960: 98, 1992: 177, 2011: 193}


def test_reference_data_cites_only_itself() -> None:
    reading = read(reference_only=True)
    assert not reading.faults
    assert {row.stage for row in reading.rows} == {Stage.SOURCES, Stage.STATES}


def test_s1_first_year(data: Reading) -> None:
    assert states(data, date(2008, 5, 11)) == set()
    assert states(data, date(2008, 6, 30)) == FIRST
    assert states(data, date(2008, 12, 31)) == FIRST | SECOND
    assert states(data, date(2008, 12, 31), documented=True) == FIRST | SECOND


def test_s2_s4_sixty_states(data: Reading) -> None:
    documented = states(data, BRIEF, documented=True)
    assert documented == FIRST | SECOND | LIST_OF_2012 | LATIN_AMERICA
    assert len(documented) == 36
    assert len(states(data, BRIEF) - documented) == 24


def test_s3_november_2012(data: Reading) -> None:
    day = date(2012, 11, 30)
    took_part = states(data, day)
    assert len(took_part) == 49
    names = {row.body["iso3"]: row.body["names"]["en"] for row in rows_of(data, "states")}
    assert {state for state in took_part if names[state] <= names["CHN"]} == LIST_OF_2012
    bodies = {fact["body"] for fact in by(data, "cohorts/record-delegation", day) if fact["body"]}
    assert len(bodies) == 3


def test_s5_alumni(data: Reading) -> None:
    graduations = list(by(data, "cohorts/record-graduation", BRIEF))
    people = {fact["person"] for fact in graduations}
    assert len(people) >= 250
    assert len(graduations) == len(people) + 3
    assert 200 < len({fact["person"] for fact in by(data, "cohorts/record-graduation", date(2012, 11, 30))}) < 250


def test_s6_s7_s10_launch(data: Reading) -> None:
    network = named(data, "networks/record", "networks/latin-america")
    spring = PartialDate.parse("spring 2012")
    assert spring.earliest is not None
    assert PartialDate.parse(network["launched"]).overlaps(spring.earliest, spring.latest)
    founding = [row.body for row in rows_of(data, "memberships/record") if row.body["founding"]]
    assert {fact["state"] for fact in founding} == LATIN_AMERICA
    assert all(fact["status"] == "active" and fact["focal_point_due"] is None for fact in founding)


def test_s8_members(data: Reading) -> None:
    assert statuses(data, date(2012, 3, 28)) == {}
    assert statuses(data, date(2012, 4, 1)) == {"active": 18}
    assert statuses(data, date(2015, 12, 31)) == {"active": 17, "inactive": 1}
    assert statuses(data, date(2016, 12, 31)) == {"active": 17, "inactive": 1}
    dispute = named(data, "disputes/record", "disputes/latin-america/bol")
    report = named(data, "memberships/record", "memberships/latin-america/bol/2015")
    assert (dispute["network"], dispute["state"]) == (report["network"], "BOL")
    assert dispute["source"] != report["source"]


def test_s9_who_started_it(data: Reading) -> None:
    network = named(data, "networks/record", "networks/latin-america")
    assert set(network["initiators"]) == {"ARG", "CHL", "PAN", "BRA"}
    assert [host["state"] for host in network["hosts"]] == ["ARG", "ARG", "BRA"]
    assert network["secretariat"] == str(id_of("bodies/aipr"))


def test_s11_initiatives(data: Reading) -> None:
    initiatives = list(by(data, "initiatives/record", BRIEF))
    assert len(initiatives) == len(rows_of(data, "initiatives/record")) == 10
    assert Counter(fact["synthetic"] for fact in initiatives) == {True: 8, False: 2}
    assert {fact["kind"] for fact in initiatives} == {"training", "policy"}
    assert {fact["state"] for fact in initiatives if not fact["synthetic"]} == {"ARG", "PRY"}
    graduated: dict[str, date] = {}
    for row in rows_of(data, "cohorts/record-graduation"):
        last = when(row).latest
        graduated[row.body["person"]] = min(last, graduated.get(row.body["person"], last))
    state_of = {row.body["id"]: row.body["state"] for row in rows_of(data, "persons/record")}
    for fact in initiatives:
        if fact["proposer_kind"] == "alumnus":
            assert graduated[fact["proposer"]] < PartialDate.parse(fact["occurred_on"]).counts_from
            assert state_of[fact["proposer"]] == fact["state"]


def test_s12_first_training(data: Reading) -> None:
    seminar = str(id_of("seminars/latin-america-1"))
    presence = defaultdict(set)
    for row in rows_of(data, "cohorts/record-delegation"):
        if row.body["seminar"] == seminar:
            presence[row.body["presence"]].add(row.body["state"])
    assert presence == {"present": LATIN_AMERICA - {"ARG", "PAN"}, "absent": {"ARG", "PAN"}}


def test_s13_cycles(data: Reading) -> None:
    cycles = [row.body for row in rows_of(data, "seminars/record") if row.body["slug"].startswith("latin-america")]
    assert [[part["dates"] for part in cycle["parts"]] for cycle in cycles] == [
        ["2013-06", "2014-06"],
        ["2014-10-12/2014-10-19", "2015-05-25/2015-05-28"],
        ["2016-02-14/2016-02-21", "2016-05"],
    ]


def test_s14_s15_meetings(data: Reading) -> None:
    meetings = [row.body for row in rows_of(data, "meetings/record")]
    assert [(one["number"], one["counted"], len(one["delegations"])) for one in meetings] == [
        (7, None, 0),
        (8, None, 0),
        (10, None, 0),
        (12, 12, 12),
        (None, 10, 0),
    ]
    inactive = {row.body["state"] for row in rows_of(data, "memberships/record") if row.body["status"] == "inactive"}
    absent = LATIN_AMERICA - inactive - set(meetings[3]["delegations"])
    assert absent == {"CHL", "COL", "DOM", "NIC", "PER", "VEN"}


def test_s16_african_network(data: Reading) -> None:
    network = named(data, "networks/record", "networks/african-union")
    assert (network["development_started"], network["launched"]) == ("2013-02-19", None)
    assert not [row for row in rows_of(data, "memberships/record") if row.body["network"] == network["id"]]


def test_s17_military_edition(data: Reading) -> None:
    edition = named(data, "editions/record", "editions/us-military")
    seminars = [row for row in rows_of(data, "seminars/record") if row.body["edition"] == edition["id"]]
    assert Counter(when(row).latest.year for row in seminars) == {2010: 2, 2011: 1}
    assert all(when(row).counts_from.isoweekday() == 7 for row in seminars)
    assert edition["retired_on"] == "2011-12-31"
    counts = [row.body["persons"] for row in rows_of(data, "cohorts/record-headcount") if "us-military" in row.key]
    assert sorted(counts) == [25, 35]


def test_s18_global_edition(data: Reading) -> None:
    edition = named(data, "editions/record", "editions/global-government")
    assert edition["sectors"] == ["justice", "defence", "foreign-affairs", "human-rights"]
    assert {"body": str(id_of("bodies/un-office")), "role": "co-organiser"} in edition["partners"]


def test_s19_people_and_states_match_the_head_counts(data: Reading) -> None:
    came = defaultdict(list)
    for row in rows_of(data, "cohorts/record-participation"):
        came[row.body["seminar"], row.body["role"]].append(row.body["state"])
    checked = 0
    for row in rows_of(data, "cohorts/record-headcount"):
        states = came[row.body["seminar"], row.body["role"]]
        if states:
            checked += 1
            assert len(states) <= row.body["persons"]
            assert row.body["states"] in {None, len(set(states))}
    assert checked == 9
    delegations = {row.body["state"] for row in rows_of(data, "cohorts/record-delegation") if "2024" in row.key}
    assert delegations == set(came[str(id_of("seminars/global-2024-03")), "participant"])


def test_s20_partners(data: Reading) -> None:
    def kinds(day: date) -> Counter[str]:
        return Counter(fact["kind"] for fact in by(data, "agreements/record", day))

    assert kinds(BRIEF) == Counter(
        ["host", "co-organiser", "chief-partner", "school", "beneficiary", "agreement"],
    )
    assert kinds(date(2023, 12, 31)) == kinds(BRIEF) + Counter(["supporter", "agreement", "agreement"])


def test_mechanisms_are_those_of_the_documented_initiatives(data: Reading) -> None:
    initiatives = {fact["state"] for fact in by(data, "initiatives/record", BRIEF) if not fact["synthetic"]}
    mechanisms = [row.body for row in rows_of(data, "mechanisms/record")]
    assert {one["state"] for one in mechanisms} == initiatives
    assert [one["counted"] for one in mechanisms] == [None, 15]


def test_s22_claim_and_the_source_that_disagrees(data: Reading) -> None:
    claim = named(data, "statements", "statements/only-network")
    dispute = named(data, "disputes/record", "disputes/only-network")
    assert (dispute["about_kind"], dispute["about_id"]) == ("statement", claim["id"])
    assert dispute["source"] != claim["source"]
