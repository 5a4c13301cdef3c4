"""Network: how far a regional network came, how states join it, who runs, hosts and started it."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.regional_network import (
    AccessionRuleSet,
    NetworkConceived,
    NetworkConcluded,
    NetworkDevelopmentStarted,
    NetworkHosted,
    NetworkInitiated,
    NetworkLaunched,
    SecretariatAppointed,
)

_EMPTY: Document = {
    "development_started": None,
    "launched": None,
    "launched_precision": None,
    "concluded": None,
    "accession_rule": None,
    "secretariat": None,
    "hosts": [],
    "initiators": [],
}


def fold(document: Document | None, fact: Envelope) -> Document:
    """The network's document after one more fact. Its stages are dates or null; `secretariat` and hosts are bodies' ids."""
    after: Document = {**_EMPTY, **(document or {}), **evidence(document, fact)}
    on = str(fact.occurred_on)
    match fact.event:
        case NetworkConceived(slug=slug, name=name):
            after |= {"network": str(fact.subject), "slug": slug, "name": name, "status": "conceived", "conceived": on}
        case NetworkDevelopmentStarted():
            after |= {"status": "under_development", "development_started": on}
        case NetworkLaunched():
            after |= {"status": "launched", "launched": on, "launched_precision": fact.occurred_on.precision}
        case NetworkConcluded():
            after |= {"status": "concluded", "concluded": on}
        case AccessionRuleSet(rule=rule):
            after["accession_rule"] = rule.value
        case SecretariatAppointed(body=body):
            after["secretariat"] = str(body)
        case NetworkHosted() as event:
            after["hosts"] = [*after["hosts"], event.model_dump(mode="json")]
        case NetworkInitiated(states=states):
            after["initiators"] = list(states)
    return after


VIEW = View(kind="network", fold=fold)
