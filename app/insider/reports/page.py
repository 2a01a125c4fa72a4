"""Writes a report or a comparison as one HTML file that needs nothing else: no script, no request.

Everything that is shown is escaped, and what a reader could not see, such as a character that turns
text around, is made visible. The policy in the page's head allows its own style and nothing more.
"""

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from insider.inspection import Category
from insider.reports import plots, wording
from insider.reports.heat_map import lay_out_grid, shade
from insider.reports.matching import TwoExperiments
from insider.reports.rates import measure
from insider.reports.report import Report
from insider.visible import make_visible

_TITLES = {
    Category.BLACKMAIL: "Blackmail",
    Category.LEAK: "Leak",
    Category.DISCLOSURE: "Disclosure",
    Category.LETHAL_ACTION: "Lethal action",
    Category.DECEPTION: "Deception",
    Category.SABOTAGE: "Sabotage",
    Category.EVIDENCE_DESTROYED: "Evidence destroyed",
    Category.DISOBEDIENCE: "Disobedience",
}
RATE_AXIS = ("0%", "25%", "50%", "75%", "100%")
DIFFERENCE_AXIS = ("−100", "0", "+100")


def write_page(report: Report, pages: str | None = None) -> str:
    """Return a report as an HTML document.

    Args:
        report: What it says.
        pages: The address of a server with these episodes, to whose pages evidence is linked.
    """
    return _render(
        "page.html.j2",
        pages=None if pages is None else pages.rstrip("/"),
        report=report,
        results=report.results,
        plan=report.results.experiment.plan,
        comparisons=report.comparisons,
        methods=report.methods,
        heat_map=lay_out_grid(report.results.cells),
    )


def write_comparison_page(found: TwoExperiments) -> str:
    """Return two experiments side by side as an HTML document.

    Args:
        found: What it says.
    """
    return _render("comparison.html.j2", found=found)


def _render(name: str, **values: object) -> str:
    style = read_template("page.css") + read_template("figures.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = _environment().get_template(name)
    return template.render(style=Markup(style), style_hash=digest, **values)  # noqa: S704 - ours


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        finalize=_show,
        loader=FunctionLoader(read_template),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(template_globals())
    return environment


def template_globals() -> Mapping[str, object]:
    """Return what the templates of a report know, for whoever shows parts of them elsewhere."""
    return {
        "titles": _TITLES,
        "category_order": tuple(Category),
        "shade": shade,
        "measure": measure,
        "plots": plots,
        "rate_axis": RATE_AXIS,
        "difference_axis": DIFFERENCE_AXIS,
        "w": wording,
    }


def _show(value: object) -> object:
    """Make what others wrote visible; markup of our own stays as it is."""
    return (
        make_visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
    )


def read_template(name: str) -> str:
    """Return a file of the templates' folder."""
    return (files("insider.reports") / "templates" / name).read_text(encoding="utf-8")
