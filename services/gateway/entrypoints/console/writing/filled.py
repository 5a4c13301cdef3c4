"""Filled: a form as it came back: its fields, and what travels beside them, kept over every time it is shown again."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from starlette.datastructures import FormData

from services.gateway.application.forms.field import Control, Field, every
from services.gateway.application.forms.reading import unknown
from services.gateway.entrypoints.console.form_token import FIELD
from services.gateway.entrypoints.console.local_path import HOME, local
from shared.contracts.ids import new_id, new_person_id
from shared.http import BadRequest

CHECK, SEND, CHANGE, FIND, MORE = "check", "send", "change", "find", "more"
_ACTS = (CHECK, SEND, CHANGE, FIND, MORE)
_SINGLE = ("_act", "_more", "_key", "_version", "_back")
_KEY = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VERSION = re.compile("[0-9]{1,9}")
_ROWS = re.compile("[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Filled:
    """`values`: the fields by their names on the page; `key`: with which it counts once; `version`: of the object as it was
    when the form was opened; `find`: parts of names to look for; `rows`: how many lines a list shows."""

    values: Mapping[str, str]
    key: str
    act: str = CHECK
    version: str | None = None
    back: str | None = None
    find: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    more: str | None = None

    @property
    def looks(self) -> bool:
        """Whether objects are to be found first: asked for, or a part of a name stands where nothing is chosen yet."""
        return self.act == FIND or any(text and not self.values.get(path) for path, text in self.find.items())


def opened(fields: tuple[Field, ...], query: Mapping[str, str], version: int | None, *, person: bool = False) -> Filled:
    """A new form: what the address fills in (`?network=...`), a key, and a fresh id where one is made (security.md I1)."""
    strangers = set(unknown(fields, query))
    values = {field.name: field.default for field in fields if field.default}
    values |= {name: text for name, text in query.items() if name not in strangers}
    for one in fields:
        if one.control is Control.OWN_ID:
            values[one.name] = str(new_person_id() if person else new_id())
    back = local(query.get("back"))
    return Filled(values, str(uuid4()), version=str(version) if version else None, back=back if back != HOME else None)


def filled(form: FormData, fields: tuple[Field, ...]) -> Filled:
    """The form as it came. Raises BadRequest for a name twice, a name that no field has, and a form without its key."""
    given: dict[str, str] = {}
    for name, text in form.multi_items():
        if name in given or not isinstance(text, str):
            raise BadRequest(400, "malformed-form")
        given[name] = text
    given.pop(FIELD, None)
    beside = {name: given.pop(name, "") for name in _SINGLE}
    find = _below("_find.", given)
    rows = _below("_rows.", given)
    paths = {one.name for one in every(fields)}
    strangers = [name for name in (*find, *rows) if name.rpartition(".")[2] not in paths]
    if strangers or any(unknown(fields, given)):
        raise BadRequest(400, "unknown-field")
    if not _fits(beside, rows.values()):
        raise BadRequest(400, "malformed-form")
    act = MORE if beside["_more"] else beside["_act"] or CHECK
    back = local(beside["_back"])
    return Filled(
        values=given,
        key=beside["_key"],
        act=act,
        version=beside["_version"] or None,
        back=back if back != HOME else None,
        find={path: text.strip() for path, text in find.items() if text.strip()},
        rows={path: int(text) for path, text in rows.items()},
        more=beside["_more"] or None,
    )


def _below(prefix: str, given: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix(prefix): given.pop(name) for name in list(given) if name.startswith(prefix)}


def _fits(beside: Mapping[str, str], rows: Iterable[str]) -> bool:
    return (
        _KEY.fullmatch(beside["_key"]) is not None
        and (not beside["_version"] or _VERSION.fullmatch(beside["_version"]) is not None)
        and (not beside["_act"] or beside["_act"] in _ACTS)
        and all(_ROWS.fullmatch(text) for text in rows)
    )
