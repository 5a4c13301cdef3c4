"""The retraction of any fact of network."""

from shared.contracts.event import FactRetracted


class NetworkFactRetracted(FactRetracted, type="network.fact-retracted", public=True):
    """A fact of network is taken back."""


EVENTS = (NetworkFactRetracted,)
