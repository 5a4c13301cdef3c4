"""Reading: from what was filled in to the JSON that a service takes, or to what is wrong with it.

What a service would refuse for its form alone is refused here, beside the field; whether it may be, the service judges.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from services.gateway.application.forms.field import Control, Field, Placed, placed
from shared.contracts.dates import PartialDate
from shared.contracts.text import PublicText, SafeStr, SafeText

Values = Mapping[str, str]
CHECKED = "yes"
_TEXTS = {
    "line": TypeAdapter[str](SafeStr),
    "public": TypeAdapter[str](PublicText),
    "lines": TypeAdapter[str](SafeText),
}
_ONE_LINE = 200
_MARKUP = ("<", ">", "=?")
_NUMBER = re.compile("[0-9]{1,9}")
_ROW = re.compile("0|[1-9][0-9]?")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a field: its name on the page, a rule by its code, and the bound that the rule speaks of."""

    path: str
    rule: str
    bound: int | None = None


class _Wrong(Exception):
    def __init__(self, rule: str, bound: int | None = None) -> None:
        super().__init__(rule)
        self.rule, self.bound = rule, bound


def read(fields: tuple[Field, ...], values: Values, prefix: str = "") -> tuple[dict[str, Any], tuple[Mistake, ...]]:
    """The body with what was given, and the mistakes in the order of the form. An empty field is one that was not given."""
    body: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    for one in placed(fields, prefix):
        try:
            value = _value(one, values, mistakes)
            if value is None and one.field.required:
                raise _Wrong("missing")
        except _Wrong as wrong:
            mistakes.append(Mistake(one.path, wrong.rule, wrong.bound))
        else:
            if value is not None:
                body[one.field.name] = value
    return body, tuple(mistakes)


def rows_of(path: str, values: Values) -> tuple[int, ...]:
    """The numbers of the rows in which something stands."""
    found = {
        name.removeprefix(f"{path}.").partition(".")[0] for name, text in values.items() if _below(name, path) and text
    }
    return tuple(sorted(int(number) for number in found if _ROW.fullmatch(number)))


def checked(path: str, values: Values) -> tuple[str, ...]:
    """What is ticked, in the order of the form."""
    return tuple(
        name.removeprefix(f"{path}.") for name, text in values.items() if _below(name, path) and text == CHECKED
    )


def unknown(fields: tuple[Field, ...], values: Values, prefix: str = "") -> Iterator[str]:
    """Names on the page that no field of the form has."""
    expected = _expected(fields, prefix)
    shape = re.compile("|".join(expected)) if expected else re.compile("(?!)")
    return (name for name in values if not shape.fullmatch(name))


def _expected(fields: tuple[Field, ...], prefix: str) -> list[str]:
    shapes: list[str] = []
    for field in fields:
        name = prefix + re.escape(field.name)
        match field.control:
            case Control.GROUP:
                shapes += _expected(field.inner, rf"{name}\.")
            case Control.ROWS:
                shapes += _expected(field.inner, rf"{name}\.(?:0|[1-9][0-9]?)\.")
            case Control.COUNTS:
                shapes += [rf"{name}\.(?:{'|'.join(map(re.escape, field.codes))})"]
            case Control.CHECKS:
                keys = "|".join(map(re.escape, field.codes)) or ("[A-Z]{3}" if field.iso3 else "[0-9a-f-]{36}")
                shapes += [rf"{name}\.(?:{keys})"]
            case _:
                shapes += [name]
    return shapes


def _below(name: str, path: str) -> bool:
    return name.startswith(f"{path}.")


def _filled(path: str, values: Values) -> bool:
    return any(text for name, text in values.items() if _below(name, path))


def _value(one: Placed, values: Values, mistakes: list[Mistake]) -> Any:
    field, path = one.field, one.path
    match field.control:
        case Control.GROUP:
            return _nested(field, values, f"{path}.", mistakes) if field.required or _filled(path, values) else None
        case Control.ROWS:
            rows = [_nested(field, values, f"{path}.{row}.", mistakes) for row in rows_of(path, values)]
            return _bounded(field, rows)
        case Control.CHECKS:
            return _bounded(field, [_one_of(field, value) for value in checked(path, values)])
        case Control.COUNTS:
            return _counts(field, path, values, mistakes)
        case Control.YES:
            return _yes(values.get(path, ""))
    text = values.get(path, "").strip()
    return _simple(field, text) if text else None


def _nested(field: Field, values: Values, prefix: str, mistakes: list[Mistake]) -> dict[str, Any]:
    body, wrong = read(field.inner, values, prefix)
    mistakes += wrong
    return body


def _bounded(field: Field, entries: list[Any]) -> list[Any] | None:
    if field.most is not None and len(entries) > field.most:
        raise _Wrong("too-many", field.most)
    return entries or None


def _counts(field: Field, path: str, values: Values, mistakes: list[Mistake]) -> dict[str, int] | None:
    counted: dict[str, int] = {}
    for code in field.codes:
        text = values.get(f"{path}.{code}", "").strip()
        try:
            if text:
                counted[code] = _number(field, text)
        except _Wrong as wrong:
            mistakes.append(Mistake(f"{path}.{code}", wrong.rule, wrong.bound))
    return counted or None


def _yes(text: str) -> bool | None:
    if text not in {"", CHECKED}:
        raise _Wrong("not-a-choice")
    return True if text else None


def _simple(field: Field, text: str) -> Any:
    match field.control:
        case Control.NUMBER:
            return _number(field, text)
        case Control.CHOICE | Control.OBJECT | Control.OWN_ID:
            return _one_of(field, text)
        case Control.DATE:
            return _date(text)
        case Control.DAY:
            return _day(text)
        case _:
            return _text(field, text)


def _number(field: Field, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise _Wrong("not-a-number")
    number = int(text)
    if field.least is not None and number < field.least:
        raise _Wrong("too-small", field.least)
    if field.most is not None and number > field.most:
        raise _Wrong("too-large", field.most)
    return number


def _one_of(field: Field, text: str) -> str:
    if field.codes:
        fits = text in field.codes
    elif field.iso3:
        fits = re.fullmatch("[A-Z]{3}", text) is not None
    else:
        fits = _is_id(text)
    if not fits:
        raise _Wrong("not-a-choice")
    return text


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _date(text: str) -> str:
    try:
        return str(PartialDate.parse(text))
    except ValueError as error:
        raise _Wrong("not-a-date") from error


def _day(text: str) -> str:
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise _Wrong("not-a-day")


def _text(field: Field, text: str) -> str:
    if field.longest is not None and len(text) > field.longest:
        raise _Wrong("too-long", field.longest)
    if field.public and any(mark in text for mark in _MARKUP):
        raise _Wrong("markup")
    text = text.replace("\r\n", "\n")
    if field.control is not Control.LINES and "\n" in text:
        raise _Wrong("hidden")
    kind = "public" if field.public else "lines" if (field.longest or 0) > _ONE_LINE else "line"
    try:
        safe = _TEXTS[kind].validate_python(text)
    except ValidationError as error:
        raise _Wrong("hidden") from error
    if field.pattern and not re.fullmatch(field.pattern.removeprefix("^").removesuffix("$"), safe):
        raise _Wrong("not-a-code" if field.control is Control.CODE else "not-of-that-form")
    return safe
