"""What of a published event names a person: fields that /events leaves out (security.md D1, P1)."""

PERSONS = ["endorser", "person", "proposer"]
"""Fields of the published language whose value is a person's id. A test compares them with every public event."""
