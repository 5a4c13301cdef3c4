"""The registers: states, sources, bodies, networks, statements and disputes."""

from typing import Any
from uuid import UUID

import pytest

from services.network.domain.body import (
    BODY,
    CloseBody,
    RegisterBody,
    RenameBody,
    close_body,
    register_body,
    rename_body,
)
from services.network.domain.dispute import DISPUTE, DisputeFact, RecordDispute, dispute_fact
from services.network.domain.regional_network import (
    REGIONAL_NETWORK,
    AppointSecretariat,
    ConceiveNetwork,
    ConcludeNetwork,
    Host,
    HostNetwork,
    LaunchNetwork,
    RecordNetwork,
    SetAccessionRule,
    StartDevelopment,
    appoint_secretariat,
    conceive_network,
    conclude_network,
    host_network,
    launch_network,
    record_network,
    set_accession_rule,
    start_development,
)
from services.network.domain.source import SOURCE, RegisterSource, register_source
from services.network.domain.state import STATE, ListState, RenameState, list_state, rename_state
from services.network.domain.statement import STATEMENT, RecordStatement, record_statement
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.ids import membership_id
from shared.contracts.network.body import BodyClosed, BodyKind, BodyRegistered, BodyRenamed
from shared.contracts.network.dispute import FactDisputed
from shared.contracts.network.regional_network import (
    AccessionRule,
    AccessionRuleSet,
    NetworkConceived,
    NetworkConcluded,
    NetworkDevelopmentStarted,
    NetworkHosted,
    NetworkInitiated,
    NetworkLaunched,
    SecretariatAppointed,
)
from shared.contracts.network.source import SourceRegistered
from shared.contracts.network.state import Names, Region, StateListed, StateRenamed
from shared.contracts.network.statement import StatementRecorded
from shared.errors import Conflict, RuleBroken
from tests.support.given import given

ID, NETWORK, BODY_ID, PAPER = UUID(int=1), UUID(int=10), UUID(int=20), UUID(int=30)
ON: dict[str, Any] = {"occurred_on": PartialDate.parse("2012-01-01")}


def names(name: str) -> Names:
    return Names(**dict.fromkeys(("en", "es", "fr", "pt", "ar"), name))


LISTED = StateListed(iso3="SWZ", iso2="SZ", names=names("Swaziland"), region=Region.AFRICA)
CONCEIVED = NetworkConceived(slug="latin-america", name="Latin American Network")
RULE = AccessionRuleSet(rule=AccessionRule.PARTICIPATION_AND_PROMISE)


def test_a_state_is_listed_once_and_keeps_its_earlier_name_for_the_time_before() -> None:
    wish = ListState(**ON, iso3="SWZ", iso2="SZ", names=names("Swaziland"), region=Region.AFRICA)
    listed = given(STATE).when(list_state, wish, on="1968-09-24").then(LISTED)
    listed.when(list_state, wish).then_refused("exists-already")
    renamed = StateRenamed(iso3="SWZ", names=names("Eswatini"))
    facts = listed.when(rename_state, RenameState(names=names("Eswatini")), on="2018-04-19").then(renamed)
    before, now = facts.as_of("2018-04-18"), facts.state
    assert before is not None
    assert now is not None
    assert (before.names.en, now.names.en) == ("Swaziland", "Eswatini")
    assert STATE.claims(now) == ["iso2:SZ"]


def test_a_states_fact_stands_in_its_own_entry_only() -> None:
    with pytest.raises(RuleBroken, match="wrong-aggregate"):
        given(STATE, LISTED).also(StateRenamed(iso3="ARG", names=names("Argentina")))


def test_a_source_is_registered_once_and_belongs_to_whose_affair_it_is() -> None:
    wish = RegisterSource(**ON, title="Letter", address="archive/1", network=NETWORK, state="ARG")
    event = SourceRegistered(title="Letter", address="archive/1", network=NETWORK, state="ARG")
    facts = given(SOURCE).when(register_source, wish).then(event)
    facts.when(register_source, wish).then_refused("exists-already")
    assert facts.state is not None
    assert SOURCE.scopes(facts.state) == {"secretariat", f"network:{NETWORK}", "state:ARG"}


def test_a_body_bears_names_over_time_until_it_closes() -> None:
    wish = RegisterBody(**ON, kind=BodyKind.MINISTRY, name="Ministry of Justice", state="ARG")
    event = BodyRegistered(kind=BodyKind.MINISTRY, name="Ministry of Justice", state="ARG")
    facts = given(BODY).when(register_body, wish, on="2012-01-01").then(event)
    facts.when(register_body, wish).then_refused("exists-already")
    renamed = BodyRenamed(name="Ministry of Justice and Rights", state="ARG")
    facts = facts.when(rename_body, RenameBody(name=renamed.name), on="2015-01-01").then(renamed)
    facts = facts.when(close_body, CloseBody(), on="2016-01-01").then(BodyClosed(state="ARG"))
    facts.when(rename_body, RenameBody(name="Again"), on="2017-01-01").then_refused("not-possible")
    assert facts.state is not None
    assert BODY.scopes(facts.state) == {"secretariat", "state:ARG"}


def test_a_network_is_built_and_launched_under_a_rule() -> None:
    conceive = ConceiveNetwork(slug="latin-america", name="Latin American Network")
    facts = given(REGIONAL_NETWORK).when(conceive_network, conceive, on="2010-01-01").then(CONCEIVED)
    facts.when(conceive_network, conceive).then_refused("exists-already")
    facts = facts.when(start_development, StartDevelopment(), on="2011-01-01").then(NetworkDevelopmentStarted())
    facts.when(launch_network, LaunchNetwork(), on="2012-01-01").then_refused("accession-rule-missing")
    facts = facts.when(set_accession_rule, SetAccessionRule(rule=RULE.rule), on="2011-06-01").then(RULE)
    facts = facts.when(appoint_secretariat, AppointSecretariat(body=BODY_ID), on="2011-07-01").then(
        SecretariatAppointed(body=BODY_ID)
    )
    host = HostNetwork(body=BODY_ID, state="ARG")
    facts = facts.when(host_network, host, on="2011-08-01").then(NetworkHosted(body=BODY_ID, state="ARG"))
    facts.when(host_network, host, on="2011-09-01").then_refused("already-so")
    facts = facts.when(launch_network, LaunchNetwork(), on="2012-03-29").then(NetworkLaunched())
    facts = facts.when(conclude_network, ConcludeNetwork(), on="2030-01-01").then(NetworkConcluded())
    facts.when(set_accession_rule, SetAccessionRule(rule=RULE.rule), on="2031-01-01").then_refused("not-possible")
    assert facts.state is not None
    assert (str(facts.state.launched), REGIONAL_NETWORK.claims(facts.state)) == (
        "2012-03-29",
        ["network-slug:latin-america"],
    )


def test_the_rule_of_a_launched_network_cannot_be_moved_behind_its_launch() -> None:
    launched = given(REGIONAL_NETWORK, CONCEIVED, RULE, on="2011-01-01").also(NetworkLaunched(), on="2012-03-29")
    with pytest.raises(Conflict, match="later-fact-conflicts"):
        launched.corrected(2, on="2013-01-01")


def test_a_network_is_recorded_with_all_that_is_known_of_its_beginning() -> None:
    on = PartialDate.parse("2012-03-29/2012-03-30")
    wish = RecordNetwork(
        id=ID,
        slug="latin-america",
        name="Latin American Network",
        launched=on,
        accession_rule=RULE.rule,
        secretariat=BODY_ID,
        hosts=(Host(body=BODY_ID, state="ARG"),),
        initiators=("ARG", "CHL"),
        occurred_on=on,
    )
    facts = (
        given(REGIONAL_NETWORK, id=ID)
        .when(record_network, wish, on=str(on))
        .then(
            Dated(CONCEIVED, on, inferred=True),
            NetworkInitiated(states=("ARG", "CHL")),
            RULE,
            SecretariatAppointed(body=BODY_ID),
            NetworkHosted(body=BODY_ID, state="ARG"),
            Dated(NetworkLaunched(), on),
        )
    )
    facts.when(record_network, wish).then_refused("exists-already")


def test_a_network_under_development_is_recorded_as_such() -> None:
    on = PartialDate.parse("2013-02-19")
    wish = RecordNetwork(id=ID, slug="african-union", name="African Network", development_started=on, occurred_on=on)
    facts = (
        given(REGIONAL_NETWORK, id=ID)
        .when(record_network, wish)
        .then(
            Dated(NetworkConceived(slug="african-union", name="African Network"), on, inferred=True),
            Dated(NetworkDevelopmentStarted(), on),
        )
    )
    assert facts.state is not None
    assert facts.state.status == "under_development"


def test_a_statement_needs_its_source() -> None:
    wish = RecordStatement(**ON, text="The only network of its kind.")
    given(STATEMENT).when(record_statement, wish).then_refused("source-missing", field="source")
    said = given(STATEMENT).when(record_statement, wish.model_copy(update={"source": PAPER}))
    facts = said.then(StatementRecorded(text="The only network of its kind."))
    facts.when(record_statement, wish).then_refused("exists-already")


def test_a_statement_is_about_one_object_or_none() -> None:
    half = RecordStatement(**ON, text="x", about_kind="network", source=PAPER)
    given(STATEMENT).when(record_statement, half).then_refused("kind-and-id-go-together")
    whole = half.model_copy(update={"about_id": NETWORK})
    facts = (
        given(STATEMENT)
        .when(record_statement, whole)
        .then(StatementRecorded(text="x", about_kind="network", about_id=NETWORK))
    )
    assert facts.state is not None
    assert STATEMENT.scopes(facts.state) == {"secretariat", f"network:{NETWORK}"}


def test_a_membership_is_disputed_by_its_pair() -> None:
    wish = RecordDispute(
        **ON, about_kind="membership", network=NETWORK, state="BOL", text="Lists 18 members.", source=PAPER
    )
    about = membership_id(NETWORK, "BOL")
    event = FactDisputed(
        about_kind="membership", about_id=about, network=NETWORK, state="BOL", text="Lists 18 members."
    )
    facts = given(DISPUTE).when(dispute_fact, wish).then(event)
    facts.when(dispute_fact, wish).then_refused("exists-already")
    assert facts.state is not None
    assert DISPUTE.scopes(facts.state) == {"secretariat", f"network:{NETWORK}", "state:BOL"}


def test_a_dispute_needs_a_source_and_one_object() -> None:
    wish = DisputeFact(about_kind="statement", about_id=ID, text="Not the only one.")
    given(DISPUTE).when(dispute_fact, wish).then_refused("source-missing")
    without = wish.model_copy(update={"source": PAPER, "about_id": None})
    given(DISPUTE).when(dispute_fact, without).then_refused("object-missing")
    other = FactDisputed(about_kind="membership", about_id=ID, network=NETWORK, state="BOL", text="x")
    with pytest.raises(RuleBroken, match="pair-is-not-the-object"):
        given(DISPUTE, other)


def test_a_record_says_since_when() -> None:
    with pytest.raises(ValueError, match="occurred_on"):
        RecordDispute.model_validate({"about_kind": "statement", "about_id": ID, "text": "x"})
