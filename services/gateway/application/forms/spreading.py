"""Spreading: from JSON to what stands in the fields of a form: the reverse of reading."""

from collections.abc import Mapping
from typing import Any

from services.gateway.application.forms.field import Control, Field
from services.gateway.application.forms.reading import CHECKED


def spread(fields: tuple[Field, ...], body: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """The text of each field by its name on the page; what the body does not have is left empty."""
    values: dict[str, str] = {}
    for field in fields:
        value, path = body.get(field.name), f"{prefix}{field.name}"
        if value is None:
            continue
        match field.control:
            case Control.GROUP:
                values |= spread(field.inner, value, f"{path}.")
            case Control.ROWS:
                for number, row in enumerate(value):
                    values |= spread(field.inner, row, f"{path}.{number}.")
            case Control.CHECKS:
                values |= {f"{path}.{one}": CHECKED for one in value}
            case Control.COUNTS:
                values |= {f"{path}.{code}": str(number) for code, number in value.items()}
            case Control.YES:
                values |= {path: CHECKED} if value else {}
            case _:
                values[path] = str(value)
    return values
