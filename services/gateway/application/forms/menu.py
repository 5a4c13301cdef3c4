"""The menu: every command that somebody may give, as the frozen documents of the services tell it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from services.gateway.application.forms.field import Field
from services.gateway.application.forms.schema import Schema, fields_of
from shared.errors import NotFound

_JSON = "application/json"
CORRECT = "correct"
FACT_GROUP = ("occurred_on", "source", "page", "inferred", "synthetic", "row")
"""What every command takes besides: when it was true, how exact that is, and where it stands written."""


@dataclass(frozen=True)
class Act:
    """One command. `path` is that of its document: `/memberships/{id}/accede`; `states`: in which status it is possible."""

    service: str
    path: str
    operation: str
    kind: str
    roles: frozenset[str]
    states: tuple[str, ...]
    record: bool
    edit: bool
    makes: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def collection(self) -> str:
        """First part of the path."""
        return self.path.split("/")[1]

    @property
    def of_one(self) -> bool:
        """Whether it changes one object, named in its address."""
        return "{id}" in self.path

    @property
    def task(self) -> str | None:
        """Last part of the path; None for making something in its collection."""
        parts = self.path.split("/")
        return parts[-1] if len(parts) > 2 else None

    @property
    def corrects(self) -> bool:
        """Whether it is the one that corrects facts; it has a form of its own."""
        return self.of_one and self.task == CORRECT

    def address(self, id: str | None = None) -> str:
        """Where its page is; without an id the page where its object is chosen."""
        where = self.path.replace("{id}", id) if id else self.path.replace("/{id}", "")
        return f"/do/{self.service}{where}"

    @cached_property
    def own(self) -> tuple[Field, ...]:
        """The fields of this command alone."""
        return tuple(field for field in self.fields if field.name not in FACT_GROUP)

    @cached_property
    def fact(self) -> tuple[Field, ...]:
        """Those that every command has."""
        return tuple(field for field in self.fields if field.name in FACT_GROUP)


class Menu:
    """All of them; made of the documents once."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """`documents`: the OpenAPI documents of the services by name (`x-lemkin` in each operation)."""
        self.acts = tuple(_acts(documents))
        self.refs = dict(_refs(documents))
        self._at = {(act.service, act.path): act for act in self.acts}

    def of(self, role: str) -> tuple[Act, ...]:
        """What that role may ever give."""
        return tuple(act for act in self.acts if role in act.roles)

    def act(self, service: str, collection: str, task: str | None = None, id: str | None = None) -> Act:
        """The command of an address; with a task and without an id it may be one whose object is still to be chosen.

        Raises NotFound."""
        paths = [f"/{collection}/{{id}}/{task}"] if id else [f"/{collection}/{task}", f"/{collection}/{{id}}/{task}"]
        for path in paths if task else [f"/{collection}"]:
            if found := self._at.get((service, path)):
                return found
        raise NotFound("not-found")

    def correction(self, kind: str) -> Act | None:
        """How facts of that kind of object are corrected."""
        return next((act for act in self.acts if act.kind == kind and act.corrects), None)

    def owner(self, kind: str) -> str:
        """The service whose objects those are. Raises NotFound."""
        for act in self.acts:
            if act.kind == kind:
                return act.service
        raise NotFound("not-found")

    def possible(self, kind: str, status: str | None, role: str) -> tuple[Act, ...]:
        """What that role may do with an object of that kind in that status."""
        acts = (act for act in self.of(role) if act.kind == kind and act.of_one and not act.corrects)
        return tuple(act for act in acts if not act.states or status in act.states)


def _acts(documents: Mapping[str, Mapping[str, Any]]) -> Iterator[Act]:
    for service, document in sorted(documents.items()):
        schemas = document["components"]["schemas"]
        for path, operations in document["paths"].items():
            yield _act(service, path, operations["post"], schemas)


def _act(service: str, path: str, post: Mapping[str, Any], schemas: Mapping[str, Schema]) -> Act:
    told = post["x-lemkin"]
    body = post["requestBody"]["content"][_JSON]["schema"]
    corrects = bool(re.fullmatch(r"/[^/]+/\{id\}/correct", path))
    return Act(
        service=service,
        path=path,
        operation=post["operationId"],
        kind=told["kind"],
        roles=frozenset(right["role"] for right in told["who"]),
        states=tuple(told["states"]),
        record=told["record"],
        edit=told["edit"],
        makes=tuple(told["makes"]),
        fields=() if corrects else fields_of(body, schemas, told["refs"], told["kind"]),
    )


def _refs(documents: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """What a member of that name is, wherever it stands: contents of facts use the same names."""
    for document in documents.values():
        for operations in document["paths"].values():
            for path, ref in operations["post"]["x-lemkin"]["refs"].items():
                yield path.rpartition("/")[2], ref
