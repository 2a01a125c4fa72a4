"""``insider report``: what an experiment came to, in whatever form it is wanted."""

from pathlib import Path
from urllib.parse import urlsplit

import click
from pydantic import JsonValue
from rich.text import Text
from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.calibration.figures import read_figures_file
from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.cli.report_display import show_report
from insider.experiments.store import list_experiments
from insider.reports.document import report_document
from insider.reports.export_files import write_csv, write_parquet
from insider.reports.inspect_logs import write_inspect_logs
from insider.reports.page import write_page
from insider.reports.report import make_report

_FOLDER = click.Path(file_okay=False, path_type=Path)


def _check_address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise click.BadParameter("write a whole address, such as http://127.0.0.1:8025.")
    return value


@click.command("report", cls=InsiderCommand)
@click.argument("experiment", required=False)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the report as one page that needs nothing else.",
)
@click.option(
    "--pages",
    callback=_check_address,
    metavar="URL",
    help="Link the page's evidence to 'insider serve' at this address.",
)
@click.option(
    "--csv", "csv_folder", type=_FOLDER, metavar="DIR", help="Write all episodes, findings, events."
)
@click.option(
    "--parquet", type=_FOLDER, metavar="DIR", help="The same as Parquet; needs the extra 'reports'."
)
@click.option(
    "--inspect",
    type=_FOLDER,
    metavar="DIR",
    help="Logs that 'inspect view' opens, one for each cell; needs the extra 'inspect'.",
)
@click.option(
    "--figures",
    "figures_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Error rates to correct rates by, of 'insider calibrate --out'; the shipped ones.",
)
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    experiment: str | None,
    html: Path | None,
    pages: str | None,
    csv_folder: Path | None,
    parquet: Path | None,
    inspect: Path | None,
    figures_file: Path | None,
) -> None:
    """Show what an experiment came to: rates with intervals, effects, evidence.

    Without a name the experiments are listed. What has no verdict is never counted as clean.
    """
    if experiment is None and (html or csv_folder or parquet or inspect):
        raise click.UsageError("Name the experiment that is to be written.")

    if pages is not None and html is None:
        raise click.UsageError("--pages links the evidence of --html: give both.")
    figures = None if figures_file is None else read_figures_file(figures_file)

    def rows(path: Path, count: int) -> None:
        invocation.console.say(f"{path}: {count:,} rows")

    def logs(path: Path, count: int) -> None:
        invocation.console.say(f"{path}: {count:,} episodes")

    with open_existing_database(invocation) as engine:
        if experiment is None:
            _list(invocation, engine)
            return
        with read_transaction(engine) as session:
            report = make_report(session, experiment, figures)
            written = [
                *(write_csv(session, experiment, csv_folder, rows) if csv_folder else ()),
                *(write_parquet(session, experiment, parquet, rows) if parquet else ()),
                *(write_inspect_logs(session, experiment, inspect, logs) if inspect else ()),
            ]
    if html is not None:
        page = write_page(report, pages)
        html.write_text(page, encoding="utf-8", errors="replace")
        written.append(html)
    paths: list[JsonValue] = [str(path) for path in written]
    invocation.console.write_json(report_document(report) | {"written": paths})
    if written:
        invocation.console.write_lines([str(path) for path in written])
    else:
        invocation.console.show(*show_report(report, width=invocation.console.width))


def _list(invocation: Invocation, engine: Engine) -> None:
    with read_transaction(engine) as session:
        names = list_experiments(session)
    invocation.console.write_json([*names])
    if not names:
        invocation.console.say("There are no experiments yet; 'insider sweep FILE' runs one.")
    invocation.console.show(*map(Text, names))
