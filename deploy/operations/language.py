"""All files that `lemkin events` keeps: schemas, examples, the page of events and the page of lifecycles."""

from deploy.operations import contracts, event_docs, examples, lifecycles, services
from deploy.operations.kinds import kind_by_event
from shared.contracts.published import CATALOG


def files() -> dict[str, str]:
    """Path and text of each, as the code says now; of the examples only those that are missing."""
    all_services = services.services()
    return {
        **contracts.golden(CATALOG),
        **examples.missing(CATALOG, kind_by_event(all_services)),
        "docs/events.md": event_docs.page(CATALOG, all_services),
        "docs/lifecycles.md": lifecycles.page(services.NAMES),
    }
