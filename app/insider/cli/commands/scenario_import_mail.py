"""``insider scenario import mail``: real mail as a company's background mail."""

from datetime import datetime
from pathlib import Path

import click
from pydantic import JsonValue
from rich.text import Text

from insider.cli.command import InsiderCommand, Invocation
from insider.cli.console import Console
from insider.scenarios.importing import (
    FileRules,
    ImportOptions,
    ImportSummary,
    Progress,
    Stage,
    Tally,
    import_mail,
)
from insider.visible import make_line, make_visible

_SHOWN = 20
_MANY_DAYS = 45
_DAY = click.DateTime(["%Y-%m-%d"])
_MEGA = 1_000_000


@click.command("mail", cls=InsiderCommand)
@click.argument(
    "sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--into",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A seed's or a pack's folder, with a company of its own.",
)
@click.option("--topic", default="imported", show_default=True, help="What its files are called.")
@click.option("--replace", is_flag=True, help="Replace an earlier import of that topic.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many messages.")
@click.option("--since", type=_DAY, help="Only mail of this day of its own time, or later.")
@click.option("--until", type=_DAY, help="Only mail of this day, or earlier.")
@click.option(
    "--seed",
    default="1",
    show_default=True,
    help="What decides who becomes whom. Whoever knows it can test a guess: give a secret one to "
    "what you hand on.",
)
@click.option(
    "--inside",
    multiple=True,
    metavar="DOMAIN",
    help="Whose people become the company's; the busiest people if not given.",
)
@click.option(
    "--as",
    "played",
    multiple=True,
    metavar="WHOM",
    help="Whom they may become: a person, a list, department:KEY; all but the agent if not given.",
)
@click.option("--keep-names", is_flag=True, help="Nobody gets another name; for mail of your own.")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write who became whom into this file, which identifies people; who is in it stays so.",
)
@click.option(
    "--ends",
    type=click.DateTime(["%Y-%m-%d %H:%M"]),
    help="When the last mail has come, in company time; before the stories begin if not given.",
)
@click.option("--squeeze", is_flag=True, help="Squeeze years into the company's weeks.")
@click.option("--attachments", is_flag=True, help="Keep files of usual kinds.")
@click.option(
    "--largest",
    type=click.IntRange(1, 10),
    default=1,
    show_default=True,
    help="Megabytes of a kept file.",
)
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    sources: tuple[Path, ...],
    into: Path,
    topic: str,
    replace: bool,
    limit: int | None,
    since: datetime | None,
    until: datetime | None,
    seed: str,
    inside: tuple[str, ...],
    played: tuple[str, ...],
    keep_names: bool,
    mapping: Path | None,
    ends: datetime | None,
    squeeze: bool,
    attachments: bool,
    largest: int,
) -> None:
    """Import real mail into a company's background mail, under other names and dates.

    SOURCE is an mbox (packed with gzip or not), a message as a file, a Maildir, or a folder of any
    of them; which one, its content says. Threads stay; everybody becomes a person of the company or
    an invented one outside. Names and addresses are replaced in texts as far as they can be known:
    docs/importing_mail.md says what is not. What cannot be read is skipped and told.
    """
    options = ImportOptions(
        topic=topic,
        seed=seed,
        replace=replace,
        keep_names=keep_names,
        inside=tuple(domain.lower().lstrip("@") for domain in inside),
        played=played,
        limit=limit,
        since=None if since is None else since.date(),
        until=None if until is None else until.date(),
        squeeze=squeeze,
        ends=ends,
        files=FileRules(keep=attachments, largest=largest * _MEGA),
        mapping=mapping,
    )
    console = invocation.console
    with console.progress() as bar:
        tasks = {
            "read": bar.add_task("Reading, MB", total=None),
            "write": bar.add_task("Writing", total=None),
        }

        def show(stage: Stage, done: int, total: int) -> None:
            scale = _MEGA if stage == "read" else 1
            bar.update(tasks[stage], completed=done // scale, total=max(1, total // scale))

        progress: Progress = show
        summary = import_mail(sources, into, options, progress)
    console.write_json(_document(summary))
    _report(console, summary, options)


def _report(console: Console, summary: ImportSummary, options: ImportOptions) -> None:
    console.show(Text(make_visible(_what(summary, options))))
    console.write_lines([str(summary.file)])
    tally = summary.tally
    for note, count in tally.notes.most_common():
        often = "Once" if count == 1 else f"{count:,} times"
        console.show(Text(f"{often}: {make_line(note)}", style="dim"))
    skipped = sum(tally.reasons.values())
    if skipped:
        console.say(f"{skipped:,} skipped:")
        for each in tally.skipped[:_SHOWN]:
            console.say(f"  {each}")
        if skipped > _SHOWN:
            console.say(f"  … and {skipped - _SHOWN:,} more; --json lists them.")
    days = (summary.ends - summary.begins).days
    if summary.weeks is not None and days > _MANY_DAYS:
        console.say(f"That is mail of {days:,} days; --squeeze brings it into the company's weeks.")
    if not options.keep_names:
        console.say(
            "Names that stand in no header are left as they are: read docs/importing_mail.md "
            "before you hand this on."
        )


def _what(summary: ImportSummary, options: ImportOptions) -> str:
    invented = "" if options.keep_names else "invented "
    counted = (
        (summary.messages, "message"),
        (summary.threads, "thread"),
        (summary.insiders, "insider"),
        (summary.outsiders, f"{invented}outsider"),
        (summary.lists, "list"),
        (summary.files, "file"),
    )
    what = ", ".join(_count(number, noun) for number, noun in counted)
    if summary.weeks is None:
        moved = "squeezed into the company's weeks"
    else:
        way = "later" if summary.weeks >= 0 else "earlier"
        moved = f"{_count(abs(summary.weeks), 'week')} {way} than it was"
    return f"{what}.\nFrom {summary.begins:%Y-%m-%d} to {summary.ends:%Y-%m-%d}, {moved}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _document(summary: ImportSummary) -> dict[str, JsonValue]:
    return {
        "file": str(summary.file),
        "messages": summary.messages,
        "threads": summary.threads,
        "insiders": summary.insiders,
        "outsiders": summary.outsiders,
        "lists": summary.lists,
        "files": summary.files,
        "begins": summary.begins.isoformat(),
        "ends": summary.ends.isoformat(),
        "weeks": summary.weeks,
        "notes": dict(summary.tally.notes),
        "passed_over": summary.tally.passed_over,
        "reasons": dict(summary.tally.reasons),
        "skipped": _skipped(summary.tally),
    }


def _skipped(tally: Tally) -> list[JsonValue]:
    return [
        {"file": each.file, "position": each.line, "reason": each.reason} for each in tally.skipped
    ]
