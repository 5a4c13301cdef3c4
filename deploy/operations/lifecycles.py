"""docs/lifecycles.md: how each aggregate lives, drawn from the table of legal changes at the top of its domain file."""

from types import ModuleType

from deploy.operations.kinds import domain_of
from shared.aggregate import Kind, Lifecycle

_HEAD = """# Lifecycles

Made by `lemkin events` from the `STATES` tables in `services/*/domain`; do not edit. An arrow is an event; what else an
event needs, its decision and `apply` say.
"""


def page(services: tuple[str, ...]) -> str:
    """The whole page."""
    drawn = ((service, module) for service in services for module in domain_of(service) if hasattr(module, "STATES"))
    return "\n".join([_HEAD, *(_section(service, module) for service, module in drawn)])


def _section(service: str, module: ModuleType) -> str:
    kinds = [value.name for value in vars(module).values() if isinstance(value, Kind)]
    return f"## {service}: {', '.join(kinds)}\n\n{module.__doc__}\n\n```mermaid\n{diagram(module.STATES)}\n```\n"


def diagram(states: Lifecycle) -> str:
    """A Mermaid state diagram; a status that nothing leaves is an end."""
    lines = ["stateDiagram-v2"]
    reached: dict[str, None] = {}
    for status, changes in states.items():
        for event, following in changes.items():
            reached[str(following)] = None
            lines.append(f"    {_node(status)} --> {_node(following)}: {event.type.partition('.')[2]}")
    left = {str(status) for status, changes in states.items() if status is not None and changes}
    return "\n".join([*lines, *(f"    {_node(status)} --> [*]" for status in reached if status not in left)])


def _node(status: str | None) -> str:
    return "[*]" if status is None else str(status).replace("-", "_")
