"""``insider compare``: two experiments side by side."""

from pathlib import Path

import click

from corpmail.database import read_transaction
from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.cli.report_display import show_comparison
from insider.reports.document import comparison_document
from insider.reports.matching import compare_experiments
from insider.reports.page import write_comparison_page


@click.command("compare", cls=InsiderCommand)
@click.argument("first")
@click.argument("second")
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the comparison as one page that needs nothing else.",
)
@click.pass_obj
def command(invocation: Invocation, /, first: str, second: str, html: Path | None) -> None:
    """Show how two experiments differ, cell by cell.

    Differences are SECOND minus FIRST. Cells are the same where model, scenario and condition are.
    What else differs between the two, such as versions or prompts, is named.
    """
    with (
        open_existing_database(invocation) as engine,
        read_transaction(engine) as session,
    ):
        found = compare_experiments(session, first, second)
    invocation.console.write_json(comparison_document(found))
    if html is None:
        invocation.console.show(*show_comparison(found))
        return
    html.write_text(write_comparison_page(found), encoding="utf-8", errors="replace")
    invocation.console.write_lines([str(html)])
