"""The retraction of any fact of notifications."""

from shared.contracts.event import FactRetracted


class NotificationsFactRetracted(FactRetracted, type="notifications.fact-retracted", public=True):
    """A fact of notifications is taken back."""


EVENTS = (NotificationsFactRetracted,)
