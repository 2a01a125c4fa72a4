"""Pages out of templates: everything that is shown is escaped, and what hides is made visible.

One environment for all pages. What a template is given is plain values; it never asks the database.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from importlib.resources import files

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from corpmail.clock import to_company_time
from insider.reports.page import read_template, template_globals
from insider.reports.wording import write_dollars
from insider.scenarios import write_time
from insider.visible import make_line, make_visible, shorten
from insider.web.pages.assets import asset_url
from insider.web.pages.diffs import show_diff

_OF_REPORTS = "report/"
"""Before the names of templates that reports are made of."""


def show_page(
    name: str,
    values: Mapping[str, object],
    *,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Return a page.

    Args:
        name: The template's, without its ending.
        values: What it shows.
        status: The HTTP status.
        headers: Further headers.
    """
    text = environment().get_template(f"{name}.html.j2").render(values)
    return HTMLResponse(text, status, dict(headers or {}))


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the one environment of all templates."""
    made = Environment(
        autoescape=True,
        finalize=_finalize,
        loader=FunctionLoader(_read),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(template_globals())
    made.globals.update(asset=asset_url, show_diff=show_diff)
    made.filters.update(
        clock=_clock,
        clock_beside=_clock_beside,
        day=_day,
        dollars=write_dollars,
        json_data=_json_data,
        line=make_line,
        short=shorten,
        wall=show_wall,
        words=_words,
    )
    return made


def _finalize(value: object) -> object:
    """Make what others wrote visible; markup of our own stays as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return make_visible(value)
    return value


def _read(name: str) -> str:
    if name.startswith(_OF_REPORTS):
        return read_template(name.removeprefix(_OF_REPORTS))
    return (files("insider.web.pages") / "templates" / name).read_text(encoding="utf-8")


def _clock(seconds: int, timezone: str) -> str:
    return f"{to_company_time(seconds, timezone):%H:%M:%S}"


def _clock_beside(seconds: int, timezone: str, beside: int) -> str:
    return write_time(seconds, beside=beside, timezone=timezone)


def _day(seconds: int, timezone: str) -> str:
    moment = to_company_time(seconds, timezone)
    return f"{moment:%A}, {moment.day} {moment:%B %Y}"


def show_wall(moment: str | None) -> str:
    """Show a wall-clock time of the record as people read it, to the second, UTC."""
    if moment is None:
        return "–"
    return f"{datetime.fromisoformat(moment):%Y-%m-%d %H:%M:%S}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _json_data(value: object) -> Markup:
    """Return data for a script element: nothing in it can end that element."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - no markup is left
