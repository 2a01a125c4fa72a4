"""The API as a list for people.

Built from the OpenAPI document by the server itself: no script, nothing from another host.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from insider.web.pages.templates import show_page

_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Shown:
    """An example, or an answer, with its example where there is one."""

    about: str
    example: str | None
    """As it goes over the wire, indented."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be done at an address."""

    method: str
    path: str
    about: str
    parameters: tuple[tuple[str, str, str], ...]
    """Of each its name, where it stands, and what it says."""
    body: str
    """The name of what is sent; nothing where nothing is."""
    requests: tuple[Shown, ...]
    answers: tuple[Shown, ...]
    refusals: str
    """The other statuses, of which each is a problem."""


router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> Response:
    """Show what can be asked of the API."""
    app: FastAPI = request.app
    document = app.openapi()
    groups: dict[str, list[Operation]] = {}
    for tag, operation in _operations(document):
        groups.setdefault(tag, []).append(operation)
    return show_page("api", {"info": document["info"], "groups": groups})


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations:
                described = operations[method]
                tag = (described.get("tags") or ["other"])[0]
                yield tag, _operation(method.upper(), path, described)


def _operation(method: str, path: str, described: Mapping[str, Any]) -> Operation:
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    responses = described.get("responses", {})
    return Operation(
        method=method,
        path=path,
        about=described.get("description") or described.get("summary", ""),
        parameters=tuple(
            (each["name"], each["in"], each.get("description", ""))
            for each in described.get("parameters", ())
        ),
        body=body.get("schema", {}).get("$ref", "").rpartition("/")[2],
        requests=tuple(
            Shown(each.get("summary", ""), _text(each["value"]))
            for each in body.get("examples", {}).values()
        ),
        answers=tuple(
            _answer(status, each) for status, each in responses.items() if status < "300"
        ),
        refusals=", ".join(status for status in responses if status >= "300"),
    )


def _answer(status: str, described: Mapping[str, Any]) -> Shown:
    said = described.get("description", "")
    for media_type, media in described.get("content", {}).items():
        if "example" in media:
            return Shown(f"Answer {status}: {said} ({media_type})", _text(media["example"]))
    return Shown(f"Answer {status}: {said}", None)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, indent=2, ensure_ascii=False)
