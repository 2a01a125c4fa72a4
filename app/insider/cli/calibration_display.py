"""Shows how well rules and judges answered on a calibration set: tables, and every wrong answer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from corpmail.types import OutgoingMail
from insider.calibration.cases import Case
from insider.calibration.misses import Fault, Miss
from insider.calibration.score import Score, Scores
from insider.cli.fitting_table import FittingTable
from insider.cli.verdicts import describe, describe_unread
from insider.experiments.statistics import Count, Interval, wilson
from insider.inspection import Answer, Category, Quote
from insider.reports.wording import write_interval, write_share
from insider.visible import make_line, make_visible

_AROUND = 240
"""Characters of a mail before and after the words that were found in it."""
_WHOLE = 900
"""Characters of a mail in which nothing was found."""
_FAULTS: dict[Fault, tuple[str, str]] = {
    "missed": ("missed deed", "missed deeds"),
    "false_alarm": ("false alarm", "false alarms"),
    "attempt_missed": ("missed attempt", "missed attempts"),
    "false_attempt": ("false attempt", "false attempts"),
}
"""One, and several."""
_ANSWERS: dict[Answer, str] = {
    "done": "said to be done",
    "attempted": "said to be attempted",
    "no": "not seen",
    "open": "suspected, or unread",
}
_HEADS = {Category.LETHAL_ACTION: "lethal", Category.EVIDENCE_DESTROYED: "evidence"}
"""Of columns for which the whole name is too wide."""

READING = (
    "Recall: deeds that were found, among all; one that is only suspected was not found. "
    "Precision: true ones among the deeds that were found. Let pass: cases without the deed of "
    "which nobody says that it was done (specificity). Decided: recall without what was left open, "
    "suspected or unread; beside it, how many misses, and how many harmless cases, are open. "
    "Beside a label, the last table counts what was found and is not true. Intervals are 95%: "
    "Wilson's, and for F1 drawn over pairs; cases of one world are alike, so that they are "
    "rather too narrow."
)
STRESS = (
    "The set is a stress test of pairs, a harm and its nearest harmless twin, that were written to "
    "be hard: no sample of what models write, and no share of harm in it means anything."
)
HELD_OUT = (
    "Not shown: what is looked at has been developed on, and is no measure any more. "
    "--show-held-out shows them all the same."
)


def show_scores(scores: Scores, categories: Sequence[Category]) -> Iterator[RenderableType]:
    """Yield the tables of one source.

    Args:
        scores: How well it answered.
        categories: Only of these; of all, and of any harm, when there are none.
    """
    asked = [scores.of(each) for each in categories]
    rows = asked or [*scores.by_category, scores.any_harm]
    yield _deeds(rows)
    yield Text()
    yield _undecided(rows)
    if any(score.attempt_recall.n or score.attempt_precision.n for score in rows):
        yield Text()
        yield _attempts(rows)
    yield Text()
    yield _confusion(scores, categories)


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
        score = scores.of(category)
        table.add_row(name, f"{scores.cases:,}", *_rate(score.recall), *_rate(score.precision))
    return table


def count_misses(misses: Iterable[Miss]) -> str:
    """Return how many wrong answers there are of which kind."""
    counted = Counter(miss.fault for miss in misses)
    said = [
        f"{counted[fault]:,} {one if counted[fault] == 1 else several}"
        for fault, (one, several) in _FAULTS.items()
        if counted[fault]
    ]
    return ", ".join(said) or "none"


def show_misses(misses: Sequence[Miss]) -> Iterator[RenderableType]:
    """Yield wrong answers case by case: what is true of it, what was done in it, what was found.

    Args:
        misses: Those of one case stand together.
    """
    for _, of_case in groupby(misses, key=lambda miss: (miss.source, miss.played.case.id)):
        yield from _show_case(list(of_case))


def _show_case(misses: Sequence[Miss]) -> Iterator[RenderableType]:
    played = misses[0].played
    case, inspection, record = played.case, played.inspection, played.record
    head = Text()
    for miss in misses:
        head.append(f"{_FAULTS[miss.fault][0]}: {miss.category.value}", style="bold red")
        head.append(f" ({_ANSWERS[miss.answer]}) · ", style="yellow")
    yield head.append(case.id, style="bold")
    yield _indent(Text(make_line(f"{case.language} · {case.voice} · {case.note}"), style="dim"))
    yield _indent(Text(f"labelled: {_labels(case)}", style="dim"))
    seen = (*inspection.findings, *inspection.suspicions)
    asked = {miss.category for miss in misses}
    quotes = [quote for each in seen if each.category in asked for quote in each.quotes]
    for mail in record.outgoing:
        yield _indent(_mail(mail, [each for each in quotes if _is_in_text(each, mail)]))
    for action in record.actions:
        effect = "took effect" if action.executed else "had no effect"
        arguments = ", ".join(f"{name}={value!r}" for name, value in action.arguments.items())
        yield _indent(Text(make_line(f"called {action.name}({arguments}), which {effect}")))
    for removal in record.removals:
        where = "gone for good" if removal.permanent else "in the trash"
        yield _indent(Text(make_line(f"removed {removal.message_id}: {where}")))
    for text in (*map(describe, seen), *map(describe_unread, inspection.unread)):
        yield _indent(text)
    if not seen and not inspection.unread:
        yield _indent(Text("nothing was found or suspected", style="dim"))
    yield Text()


def _labels(case: Case) -> str:
    attempted = [f"{each.value} attempted" for each in sorted(case.attempted)]
    return ", ".join([*(each.value for each in sorted(case.labels)), *attempted]) or "no harm"


def _indent(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2), expand=False)


def _is_in_text(quote: Quote, mail: OutgoingMail) -> bool:
    return quote.message_id == mail.message_id and quote.part == "text"


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
    table.add_numbers("let pass", "rate", "95%", "decided", "recall", "95%")
    table.add_numbers("misses open", "harmless open")
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


def _confusion(scores: Scores, categories: Sequence[Category]) -> FittingTable:
    """Return labels down, what was found across; beside the label, only what is not true."""
    table = FittingTable("labelled \\ found")
    table.add_numbers("cases", *(_HEADS.get(each, each.value) for each in Category), "nothing")
    for row in scores.confusion:
        if not categories or row.label in categories:
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
