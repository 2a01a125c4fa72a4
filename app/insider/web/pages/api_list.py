"""The pages for people: what this is, and the API as a list. Pages that replay come later.

Built from the OpenAPI document by the server itself: no script, nothing from another host.
"""

from collections.abc import Iterator, Mapping
from html import escape
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse, Response

_METHODS = ("get", "post", "put", "patch", "delete")
_STYLE = """
body { max-width: 54rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif;
       color: #1c2430; background: #fcfcfa; }
code { font: 0.95em ui-monospace, monospace; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
article { border-top: 1px solid #d8d8d0; padding: 0.6rem 0; }
article h3 { font-size: 1rem; margin: 0; } article p { margin: 0.2rem 0; white-space: pre-line; }
a { color: #0b5394; }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e0; background: #15181d; } a { color: #8ab8e6; }
  article { border-color: #3a3f47; }
}
"""


def page_router(app: FastAPI) -> APIRouter:
    """Return the pages.

    Args:
        app: Whose API the list shows.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def index() -> HTMLResponse:
        return _page("Insider", _INDEX.format(version=escape(version("insider"))))

    @router.get("/docs")
    def docs() -> HTMLResponse:
        return _page("Insider: the API", "".join(_list_api(app.openapi())))

    @router.get("/pages.css")
    def style() -> Response:
        return Response(_STYLE, media_type="text/css")

    return router


_INDEX = """
<h1>Insider</h1>
<p>A simulated company with a real mail system in it. A language model works there as Alex, the
company's e-mail agent, and is judged by what it did. This server is version {version}.</p>
<p>Agents find their mail under <code>/mail/v1</code>, with a token that
<code>insider open SCENARIO</code> gives. No mail leaves this machine.</p>
<ul>
<li><a href="/docs">The API</a>, and the same as
<a href="/openapi.json">OpenAPI</a> for machines</li>
<li><a href="/healthz">Health</a></li>
</ul>
"""


def _page(title: str, body: str) -> HTMLResponse:
    return HTMLResponse(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/pages.css"></head>'
        f"<body><main>{body}</main></body></html>"
    )


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
