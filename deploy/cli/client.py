"""The public API as the command line calls it: answers as JSON, refusals as clear failures with exit codes."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from deploy.cli import installation
from deploy.embedded.failures import NO, SERVICE_DOWN, USAGE, StartFailure

PAGE_LIMIT = 40
"""Pages a command follows at most: 40 of 50 rows are more than a terminal shows."""


def client(data: Path | None) -> httpx.Client:
    """A client of the installation in `data`, or of the one that LEMKIN_URL and LEMKIN_TOKEN_FILE name."""
    url, token_file = os.environ.get("LEMKIN_URL"), os.environ.get("LEMKIN_TOKEN_FILE")
    if url is None or token_file is None:
        here = installation.running(data)
        url, token_file = url or here.url, token_file or str(here.token_file)
    try:
        token = Path(token_file).read_text("utf-8").strip()
    except OSError as error:
        raise StartFailure(f"no API token in {token_file}", "make one: `lemkin token create --as NAME`", NO) from error
    return httpx.Client(base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=30)


def get(api: httpx.Client, path: str, parameters: Mapping[str, str | None] | None = None) -> dict[str, Any]:
    """The answer to a read. Raises StartFailure with what the API says about a refusal."""
    given = {name: value for name, value in (parameters or {}).items() if value is not None}
    try:
        response = api.get(path, params=given)
    except httpx.HTTPError as error:
        raise StartFailure(f"{api.base_url} does not answer", "is it running? `lemkin status`", SERVICE_DOWN) from error
    if response.is_success:
        answer: dict[str, Any] = response.json()
        return answer
    told = response.json() if "json" in response.headers.get("content-type", "") else {}
    where = ", ".join(
        f"{one.get('pointer', '')}: {one.get('detail') or one.get('rule')}" for one in told.get("errors", ())
    )
    code = {401: NO, 403: NO, 404: NO, 400: USAGE, 422: USAGE}.get(response.status_code, SERVICE_DOWN)
    raise StartFailure(f"{path}: {told.get('title', response.status_code)}", where or "see `lemkin ask --help`", code)


def all_items(api: httpx.Client, path: str, parameters: Mapping[str, str | None]) -> dict[str, Any]:
    """A list with all its pages; the rest of the answer is the first page's."""
    first = answer = get(api, path, parameters)
    items = list(first["items"])
    for _ in range(PAGE_LIMIT):
        if not answer.get("next"):
            break
        answer = get(api, path, {**parameters, "cursor": answer["next"]})
        items += answer["items"]
    return {**first, "items": items}
