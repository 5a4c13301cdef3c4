"""The retraction of any fact of gateway."""

from shared.contracts.event import FactRetracted


class GatewayFactRetracted(FactRetracted, type="gateway.fact-retracted", public=True):
    """A fact of gateway is taken back."""


EVENTS = (GatewayFactRetracted,)
