"""THE TABLE of views: every kind of aggregate that the gateway shows, and the events it keeps without showing them."""

from collections.abc import Mapping

from services.gateway.application.views import (
    agreement,
    alumnus,
    body,
    cohort,
    contact_point,
    dispatch,
    dispute,
    edition,
    initiative,
    mechanism,
    meeting,
    membership,
    network,
    person,
    seat,
    seminar,
    source,
    state,
    statement,
    task,
)
from services.gateway.application.views.view import View

VIEWS: Mapping[str, View] = {
    module.VIEW.kind: module.VIEW
    for module in (
        # enrollment
        person,
        edition,
        seminar,
        cohort,
        alumnus,
        # network
        source,
        state,
        body,
        statement,
        dispute,
        network,
        membership,
        seat,
        initiative,
        meeting,
        agreement,
        mechanism,
        # notifications
        contact_point,
        dispatch,
        task,
    )
}

NOT_SHOWN: Mapping[str, str] = {
    "gateway.access-granted": "who may what is read from the gateway's own aggregates",
    "gateway.access-revoked": "who may what is read from the gateway's own aggregates",
}
"""Events (by wire name) that no view folds, and why. Their facts are kept all the same."""
