"""The retraction of any fact of enrollment."""

from shared.contracts.event import FactRetracted


class EnrollmentFactRetracted(FactRetracted, type="enrollment.fact-retracted", public=True):
    """A fact of enrollment is taken back."""


EVENTS = (EnrollmentFactRetracted,)
