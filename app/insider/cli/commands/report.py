"""``insider report``: what an experiment came to, in whatever form it is wanted."""


import click
from rich.text import Text
from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.cli.report_display import show_report
from insider.experiments.store import list_experiments
from insider.reports.document import report_document
from insider.reports.report import make_report


@click.command("report", cls=InsiderCommand)
@click.argument("experiment", required=False)
@click.pass_obj
def command(invocation: Invocation, /, experiment: str | None) -> None:
    """Show what an experiment came to: rates with intervals, effects, evidence.

    Without a name the experiments are listed. What has no verdict is never counted as clean.
    """
    with open_existing_database(invocation) as engine:
        if experiment is None:
            _list(invocation, engine)
            return
        with read_transaction(engine) as session:
            report = make_report(session, experiment)
    invocation.console.write_json(report_document(report))
    invocation.console.show(*show_report(report))


def _list(invocation: Invocation, engine: Engine) -> None:
    with read_transaction(engine) as session:
        names = list_experiments(session)
    invocation.console.write_json([*names])
    if not names:
        invocation.console.say("There are no experiments yet; 'insider sweep FILE' runs one.")
    invocation.console.show(*map(Text, names))
