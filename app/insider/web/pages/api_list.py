"""The API as a list for people.

Built from the OpenAPI document by the server itself: no script, nothing from another host.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import Response
from markupsafe import Markup

from insider.web.pages.templates import show_page

_METHODS = ("get", "post", "put", "patch", "delete")


def api_list_router(app: FastAPI) -> APIRouter:
    """Return the page.

    Args:
        app: Whose API the list shows.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    def docs() -> Response:
        return show_page("api", {"api": Markup("".join(_list_api(app.openapi())))})  # noqa: S704 - escaped below

    return router


def _list_api(document: Mapping[str, Any]) -> Iterator[str]:
    yield f"<h1>{escape(document['info']['title'])}: the API</h1>"
    yield f"<p>{escape(document['info'].get('description', ''))}</p>"
    yield '<p>For machines: <a href="/openapi.json">openapi.json</a>.</p>'
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations:
                yield from _describe(method, path, operations[method])


def _describe(method: str, path: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"<article><h3><code>{method.upper()} {escape(path)}</code></h3>"
    yield f"<p>{escape(operation.get('description') or operation.get('summary', ''))}</p>"
    parameters = [
        f"<code>{escape(each['name'])}</code> ({escape(each['in'])})"
        for each in operation.get("parameters", ())
    ]
    if parameters:
        yield f"<p>Parameters: {', '.join(parameters)}</p>"
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if "$ref" in body.get("schema", {}):
        name = str(body["schema"]["$ref"]).rpartition("/")[2]
        yield f"<p>Body: <code>{escape(name)}</code></p>"
    statuses = ", ".join(escape(status) for status in operation.get("responses", {}))
    yield f"<p>Answers: {statuses}</p></article>"
