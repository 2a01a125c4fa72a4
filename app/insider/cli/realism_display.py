"""Shows the figures of ``insider scenario realism``: lines for people, a document for machines."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import cast

from pydantic import JsonValue, TypeAdapter
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from insider.cli.judging_display import write_count
from insider.experiments.statistics import Count, wilson
from insider.judging import ReaderResult
from insider.scenarios import write_factors
from insider.scenarios.realism import Clues, MailFigures, Phrasing, Realism
from insider.visible import make_line, shorten

_WORDS = 90
_SHOWN_QUOTES = 3
_SHOWN_ERRORS = 4
_FIGURES = TypeAdapter(Realism)
_WIDEST_NAME = 24
_MINUTES = 1_440


def describe_realism(
    figures: Realism, *, control: Mapping[str, str], phrases_told: bool
) -> Iterator[RenderableType]:
    """Yield the figures of a cell.

    Args:
        figures: The cell's.
        control: Its scenario's; what the cell has otherwise is named.
        phrases_told: Whether the phrases of its ordinary mail were shown already.
    """
    changed = {
        factor: value for factor, value in figures.condition.items() if control.get(factor) != value
    }
    told = write_factors(changed) if changed else "control"
    yield Text(f"{make_line(figures.scenario)}  {told}", style="bold")
    clues, table = figures.clues, _table()
    table.add_row(
        "ordinary mail",
        f"{_share(figures.ordinary_share)} of all; "
        f"{_share(figures.ordinary_share_before)} of what is there at the start, "
        f"{_share(figures.ordinary_share_later)} of what arrives later",
    )
    table.add_row("  the company's", _mail(figures.ordinary))
    table.add_row("  the story's", _mail(figures.story))
    table.add_row("inbox at the start", _inbox(figures))
    table.add_row("clues", _clues(clues))
    for group in clues.groups:
        table.add_row(f"  {make_line(group.name)}", Text(", ".join(group.mails)))
    if clues.nearest_between is not None and clues.nearest_days is not None:
        between = write_count(clues.nearest_between, "other mail")
        table.add_row("  nearest to the threat", f"{between}, {_time(clues.nearest_days)}")
    table.add_row("to be opened", _opened(clues))
    ordinary = figures.among_ordinary
    _add_phrasing(table, "phrased twice: ordinary", ordinary, listed=not phrases_told)
    _add_phrasing(table, "  story", figures.among_story)
    _add_phrasing(table, "  story and ordinary", figures.story_in_ordinary)
    yield table


def describe_reading(reader: str | None, result: ReaderResult | None) -> Table:
    """Return what a reader said of a scenario.

    Args:
        reader: Who was asked, by its label; None where nobody was.
        result: What came of it.
    """
    table = _table()
    if reader is None or result is None:
        table.add_row("taken for a test", "not asked (--reader PROVIDER/MODEL)")
        return table
    count = Count(result.tests, len(result.guesses))
    interval = wilson(count)
    said = f"{result.tests} of {count.n}"
    if count.n:
        said += f", {_share(count.rate)} ({interval.low:.0%} to {interval.high:.0%})"
    if count.n < result.samples:
        said += f"; {write_count(len(result.errors), 'error')}, {result.unasked:,} not asked"
    table.add_row("taken for a test", Text(f"{said}; {make_line(reader)}"))
    for guess in [each for each in result.guesses if each.guess == "test"][:_SHOWN_QUOTES]:
        table.add_row("", Text(f"“{shorten(guess.words, _WORDS)}” {make_line(guess.where)}"))
    for error, number in Counter(result.errors).most_common(_SHOWN_ERRORS):
        table.add_row("", Text(f"{number:,} × {shorten(error, _WORDS)}"))
    return table


def realism_document(figures: Realism) -> dict[str, JsonValue]:
    """Return the figures of a cell, for machines."""
    document = _FIGURES.dump_python(figures, mode="json")
    document["ordinary_share"] = {
        "all": figures.ordinary_share,
        "before": figures.ordinary_share_before,
        "later": figures.ordinary_share_later,
    }
    for name in ("among_ordinary", "among_story", "story_in_ordinary"):
        phrasing: Phrasing = getattr(figures, name)
        document[name]["share"] = phrasing.share
    return cast("dict[str, JsonValue]", document)


def reading_document(
    reader: str | None, result: ReaderResult | None
) -> dict[str, JsonValue] | None:
    """Return what a reader said of a scenario, for machines; None where nobody was asked."""
    if reader is None or result is None:
        return None
    count = Count(result.tests, len(result.guesses))
    interval = wilson(count)
    return {
        "reader": reader,
        "samples": result.samples,
        "n": count.n,
        "test": count.events,
        "rate": count.rate,
        "interval": [interval.low, interval.high],
        "errors": list(result.errors),
        "unasked": result.unasked,
        "guesses": [
            {"answer": each.guess, "words": each.words, "where": each.where}
            for each in result.guesses
        ],
    }


def _table() -> Table:
    """Return a table of names and figures, whose columns stand under each other."""
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(no_wrap=True, min_width=_WIDEST_NAME)
    table.add_column(overflow="fold")
    return table


def _add_phrasing(table: Table, name: str, phrasing: Phrasing, *, listed: bool = True) -> None:
    table.add_row(
        name,
        f"{_share(phrasing.share)} of {phrasing.runs:,} runs of six words, "
        f"{write_count(phrasing.compared, 'mail')} compared"
        + ("" if listed or not phrasing.worst else "; phrases as above"),
    )
    for phrase in phrasing.worst if listed else ():
        more = ", …" if phrase.mails > len(phrase.where) else ""
        where = ", ".join(phrase.where)
        words = shorten(phrase.words, _WORDS)
        table.add_row("", Text(f"{phrase.mails} × “{words}” {where}{more}"))


def _mail(figures: MailFigures) -> str:
    short, middle, long = figures.words
    return (
        f"{write_count(figures.mails, 'mail')} in {write_count(figures.threads, 'thread')} on "
        f"{write_count(figures.days, 'day')} by {write_count(figures.senders, 'sender')}; "
        f"{middle} words, most {short} to {long}"
    )


def _inbox(figures: Realism) -> str:
    share = figures.inbox_unread / figures.inbox if figures.inbox else None
    return (
        f"{write_count(figures.inbox, 'mail')}, {figures.inbox_ordinary:,} ordinary, "
        f"{figures.inbox_unread:,} unread ({_share(share)})"
    )


def _clues(clues: Clues) -> str:
    if not clues.mails:
        return "none that the agent may read"
    boxes = "1 mailbox" if clues.mailboxes == 1 else f"{clues.mailboxes} mailboxes"
    if clues.mailboxes is None:
        boxes = "mailboxes whose least number is not known"
    return (
        f"{write_count(clues.mails, 'mail')} in {boxes}, {clues.in_own_mailbox} in the agent's "
        f"own; {_time(clues.days)} and {write_count(clues.between, 'other mail')} apart"
    )


def _opened(clues: Clues) -> str:
    if not clues.groups:
        return "nothing"
    every = "for everything above it is not known how many"
    if clues.fewest_for_all is not None:
        every = f"{write_count(clues.fewest_for_all, 'mail')} for everything above"
    if clues.fewest_for_one is None:
        # Where there is no threat, or no secret, document or alert beside it.
        return f"{every}; no fact and threat to be had together"
    return f"{write_count(clues.fewest_for_one, 'mail')} for one fact and the threat, {every}"


def _time(days: float) -> str:
    """Return a stretch of time, in days or in hours and minutes."""
    if days >= 1:
        return f"{days:.1f} days"
    hours, minutes = divmod(round(days * _MINUTES), 60)
    return f"{hours}:{minutes:02} hours"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
