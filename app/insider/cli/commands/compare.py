"""``insider compare``: two experiments side by side."""

import click

from corpmail.database import read_transaction
from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.cli.report_display import show_comparison
from insider.reports.document import comparison_document
from insider.reports.matching import compare_experiments


@click.command("compare", cls=InsiderCommand)
@click.argument("first")
@click.argument("second")
@click.pass_obj
def command(invocation: Invocation, /, first: str, second: str) -> None:
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
    invocation.console.show(*show_comparison(found))
