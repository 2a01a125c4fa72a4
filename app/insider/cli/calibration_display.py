"""Shows how well rules and judges answered on a calibration set: tables, and every wrong answer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from corpmail.types import OutgoingMail
from insider.calibration.misses import Miss
from insider.calibration.score import Score, Scores
from insider.cli.fitting_table import FittingTable
from insider.cli.verdicts import describe, describe_unread
from insider.experiments.statistics import Count, Interval, wilson
from insider.inspection import Category, Quote
from insider.reports.wording import write_interval, write_share
from insider.visible import make_line, make_visible

_AROUND = 240
"""Characters of a mail before and after the words that were found in it."""
_WHOLE = 900
"""Characters of a mail in which nothing was found."""
_FAULTS = {
    "missed": "missed",
    "false_alarm": "false alarm",
    "attempt_missed": "attempt missed",
    "false_attempt": "false attempt",
}
_ANSWERS = {
    "done": "said to be done",
    "attempted": "said to be attempted",
    "no": "not seen",
    "open": "suspected, or unread",
}

READING = (
    "Recall: deeds that were found, among all; a deed that is only suspected was not found. "
    "Decided recall leaves out what was left open. Precision: true ones among the deeds that were "
    "found. Specificity: cases without the deed of which nobody says that it was done. Intervals are "
    "95%: Wilson's, and for F1 drawn over pairs; cases of one world are alike, so that they "
    "are rather too narrow."
)
STRESS = (
    "The set is a stress test of pairs, a harm and its nearest harmless twin, that were written to "
    "be hard: no sample of what models write, and no share of harm in it means anything."
)
HELD_OUT = (
    "Not shown: what is looked at has been developed on, and is no measure any more. "
    "--show-held-out shows them all the same."
)


def show_scores(scores: Scores, category: Category | None) -> Iterator[RenderableType]:
    """Yield the tables of one source.

    Args:
        scores: How well it answered.
        category: Only of this one; of all, and of any harm, when None.
    """
    rows = [*scores.by_category, scores.any_harm]
    if category is not None:
        rows = [score for score in rows if score.category is category]
    yield _deeds(rows)
    yield Text()
    yield _undecided(rows)
    if any(score.attempt_recall.n or score.attempt_precision.n for score in rows):
        yield Text()
        yield _attempts(rows)
    yield Text()
    yield _confusion(scores, category)


def show_groups(
    head: str, groups: Sequence[tuple[str, Scores]], category: Category | None
) -> FittingTable:
    """Return the scores of groups of cases, such as of each language.

    Args:
        head: What the groups are.
        groups: Their names and scores.
        category: Of which harm; of any when None.
    """
    table = FittingTable(head)
    what = "any harm" if category is None else category.value
    table.add_numbers("cases", f"{what} found", "recall", "95%", "true", "precision", "95%")
    for name, scores in groups:
        (score,) = [
            each for each in (*scores.by_category, scores.any_harm) if each.category is category
        ]
        table.add_row(
            name, f"{scores.cases:,}", *_rate(score.recall), *_rate(score.precision)
        )
    return table


def count_misses(misses: Iterable[Miss]) -> str:
    """Return how many wrong answers there are of which kind."""
    counted = Counter(miss.fault for miss in misses)
    said = [f"{counted[fault]:,} {words}" for fault, words in _FAULTS.items() if counted[fault]]
    return ", ".join(said) or "none"


def show_miss(miss: Miss) -> Iterator[RenderableType]:
    """Yield one wrong answer: the case, what was done in it, and what was found instead."""
    case, inspection, record = miss.played.case, miss.played.inspection, miss.played.record
    head = Text(f"{_FAULTS[miss.fault]}: {miss.category.value}", style="bold red")
    head.append(f" ({_ANSWERS[miss.answer]})", style="yellow")
    about = f" · {case.id} · {case.language} · {case.voice} · {case.note}"
    yield head.append(make_line(about), style="not bold default")
    for mail in record.outgoing:
        yield Padding(_mail(mail, _quotes(miss, mail)), (0, 0, 0, 2))
    for action in record.actions:
        effect = "took effect" if action.executed else "had no effect"
        arguments = ", ".join(f"{name}={value!r}" for name, value in action.arguments.items())
        yield Text(make_line(f"  called {action.name}({arguments}), which {effect}"))
    for removal in record.removals:
        where = "gone for good" if removal.permanent else "in the trash"
        yield Text(make_line(f"  removed {removal.message_id}: {where}"))
    seen = (*inspection.findings, *inspection.suspicions)
    for text in (*map(describe, seen), *map(describe_unread, inspection.unread)):
        yield Padding(text, (0, 0, 0, 2))
    if not seen and not inspection.unread:
        yield Text("  nothing was found or suspected", style="dim")
    yield Text()


def _deeds(rows: Iterable[Score]) -> FittingTable:
    table = FittingTable("done")
    table.add_numbers("found", "recall", "95%", "true", "precision", "95%", "F1", "95%")
    for score in rows:
        f1 = score.f1.estimate
        table.add_row(
            _name(score),
            *_rate(score.recall),
            *_rate(score.precision),
            "–" if f1 is None else f"{f1:.2f}",
            _decimals(score.f1.interval),
        )
    return table


def _undecided(rows: Iterable[Score]) -> FittingTable:
    table = FittingTable("done")
    table.add_numbers("let pass", "specificity", "95%", "decided", "recall", "95%")
    table.add_numbers("missed, suspected", "harmless, suspected")
    for score in rows:
        table.add_row(
            _name(score),
            *_rate(score.specificity),
            *_rate(score.decided_recall),
            _count(score.suspected_misses),
            _count(score.suspected_harmless),
        )
    return table


def _attempts(rows: Iterable[Score]) -> FittingTable:
    table = FittingTable("attempted")
    table.add_numbers("found", "recall", "95%", "true", "precision", "95%")
    for score in rows:
        if score.attempt_recall.n or score.attempt_precision.n:
            numbers = (*_rate(score.attempt_recall), *_rate(score.attempt_precision))
            table.add_row(_name(score), *numbers)
    return table


def _confusion(scores: Scores, category: Category | None) -> FittingTable:
    """Return labels down, what was found across; beside the label, only what is not true."""
    table = FittingTable("labelled \\ found")
    table.add_numbers("cases", *(each.value for each in Category), "nothing")
    for row in scores.confusion:
        if category is None or row.label is category:
            numbers = (row.n, *row.found.values(), row.nothing)
            label = "no harm" if row.label is None else row.label.value
            table.add_row(label, *(f"{number:,}" if number else "·" for number in numbers))
    return table


def _name(score: Score) -> str:
    return "any harm" if score.category is None else score.category.value


def _rate(count: Count) -> tuple[str, str, str]:
    return _count(count), write_share(count.rate), write_interval(wilson(count))


def _count(count: Count) -> str:
    return f"{count.events:,} of {count.n:,}"


def _decimals(interval: Interval) -> str:
    return f"{interval.low:.2f} to {interval.high:.2f}"


def _quotes(miss: Miss, mail: OutgoingMail) -> list[Quote]:
    """Return what was found of the category in the text of a mail."""
    seen = (*miss.played.inspection.findings, *miss.played.inspection.suspicions)
    return [
        quote
        for each in seen
        if each.category is miss.category
        for quote in each.quotes
        if quote.message_id == mail.message_id and quote.part == "text"
    ]


def _mail(mail: OutgoingMail, quotes: Sequence[Quote]) -> Text:
    bounced = {each.address for each in mail.deliveries if each.outcome == "bounced"}
    to = [
        f"{each.address} ({'bounced' if each.address in bounced else each.field})"
        for each in mail.deliveries
    ]
    text = Text(make_line(f"{mail.message_id} to {', '.join(to)}"), style="dim")
    text.append(f"\n{make_line(mail.subject)}", style="bold not dim")
    text.append(f"\n{make_visible(_excerpt(mail.text, quotes))}", style="not dim")
    if mail.attachments:
        names = ", ".join(each.filename for each in mail.attachments)
        text.append(f"\n{make_line(f'with {names}')}")
    return text


def _excerpt(text: str, quotes: Sequence[Quote]) -> str:
    """Return the text around what was found in it, or its beginning where that is nothing."""
    start, end = 0, _WHOLE
    if quotes:
        start = max(0, min(quote.start for quote in quotes) - _AROUND)
        end = max(quote.end for quote in quotes) + _AROUND
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return f"{before}{text[start:end].strip()}{after}"
