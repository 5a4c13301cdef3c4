"""THE TABLE of views: every kind of aggregate that the gateway shows, and the events it keeps without showing them."""

from collections.abc import Mapping

from services.gateway.application.views.view import View

VIEWS: Mapping[str, View] = {view.kind: view for view in ()}

NOT_SHOWN: Mapping[str, str] = {}
"""Events (by wire name) that no view folds, and why. Their facts are kept all the same."""
