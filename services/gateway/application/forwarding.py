"""Forwarding: which commands there are, and which roles may ever give one. The owner of the object judges the rest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.errors import Forbidden, NotFound

_SEGMENT = re.compile("[a-z0-9][a-z0-9-]{0,63}")
_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Commands:
    """The commands of the services by their frozen OpenAPI documents (`x-lemkin`: who may).

    Of a service without a document nothing is known: its commands are forwarded, and it refuses itself.
    """

    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def require(self, service: str, path: str, role: str) -> None:
        """Raise NotFound when there is no such command, Forbidden when the role never may give it.

        `path` is `collection`, `collection/task` or `collection/id/task`.
        """
        segments = path.split("/")
        if len(segments) > 3 or segments[0] == "internal" or not all(map(_SEGMENT.fullmatch, segments)):
            raise NotFound("not-found")
        named = f"/{path}" if len(segments) < 3 else f"/{segments[0]}/{{id}}/{segments[2]}"
        if service in self.documents:
            known = self.documents[service]["paths"].get(named, {}).get("post")
            if known is None:
                raise NotFound("not-found")
            if all(right["role"] != role for right in known["x-lemkin"]["who"]):
                raise Forbidden("forbidden", role=role)
        if len(segments) == 3 and not _ID.fullmatch(segments[1]):
            raise NotFound("not-found")
