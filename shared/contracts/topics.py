"""Topics: one for each publishing service; the key of a record is its aggregate's id. The partition count is a contract."""

SERVICES = ("enrollment", "network", "notifications", "gateway")
PARTITIONS = 8


def topic(service: str) -> str:
    """The topic that this service, and no other, writes."""
    return f"{service}.events"
