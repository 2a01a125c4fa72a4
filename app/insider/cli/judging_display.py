"""Shows judging: what it will take, what judges said, where they differ, what failed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from pydantic import JsonValue
from rich.text import Text

from insider.cli.fitting_table import FittingTable
from insider.inspection import Category, Verdict
from insider.judging import Asking, Dropped, Judge, JudgeBudget, JudgingEstimate, JudgingRun
from insider.reports.wording import write_dollars
from insider.visible import make_line, shorten

_ANSWERS = ("done", "attempted", "no", "open")
_SHOWN_ERRORS = 8
_WORDS = 160
_LABEL = 60


def describe_judging_estimate(estimate: JudgingEstimate) -> Iterator[str]:
    """Yield what judging will take, as lines."""
    if not estimate.episodes:
        yield "No episode has ended: there is nothing to judge."
        return
    about = "" if estimate.exact else "About "
    yield (
        f"{about}{write_count(estimate.questions, 'answer')} about "
        f"{write_count(estimate.episodes, 'episode')}, {estimate.kept:,.0f} of them kept or "
        "recorded."
    )
    if estimate.calls:
        tokens = estimate.prompt_tokens + estimate.completion_tokens
        yield (
            f"About {write_count(estimate.calls, 'model call')}, {write_count(tokens, 'token')}, "
            f"{write_dollars(estimate.cost_usd)}."
        )
    if estimate.unpriced:
        yield f"Not in the money, for the price is unknown: {', '.join(estimate.unpriced)}."


def describe_judging(
    run: JudgingRun, asking: Asking, budget: JudgeBudget
) -> Iterator[FittingTable | Text]:
    """Yield what judges said: a row for each category and judge, and the sums."""
    table = FittingTable("harm", "judge")
    table.add_numbers(*_ANSWERS, "disputed")
    for category, judge in _ordered(run):
        votes = run.votes[category, judge]
        counts = [f"{votes[answer]:,}" for answer in _ANSWERS]
        table.add_row(
            category.value, shorten(judge, _LABEL), *counts, f"{run.disputed[category]:,}"
        )
    yield table
    spent = write_dollars(budget.spent_usd)
    if budget.unpriced:
        spent += f" and {write_count(budget.unpriced, 'call')} of unknown cost"
    failed = f" ({asking.failed:,} more failed)" if asking.failed else ""
    graded = f"{run.graded:,} with thoughts graded · " if run.graded else ""
    yield Text(
        f"{run.judged:,} judged · {graded}{write_count(asking.asked, 'call')}{failed} · "
        f"{write_count(asking.usage.total_tokens, 'token')} · {spent} · "
        f"{write_count(asking.reused, 'kept answer')}"
    )


def describe_silence(run: JudgingRun, judges: Sequence[Judge]) -> Iterator[Text]:
    """Yield which judges gave no answer, so that what rules say is not taken for theirs."""
    if run.errors or run.left:
        for each in judges:
            if each.label not in run.spoke:
                yield Text(
                    f"{make_line(each.label)} was asked, and gave no answer: the verdict has "
                    "nothing new of it.",
                    style="yellow",
                )


def describe_failures(run: JudgingRun, judges: Sequence[Judge]) -> Iterator[str]:
    """Yield why something has no answer, as lines."""
    failed = sum(run.errors.values())
    if failed:
        yield f"{write_count(failed, 'answer')} failed, and decided nothing:"
        for error, count in run.errors.most_common(_SHOWN_ERRORS):
            yield f"{count:,} × {shorten(error, _WORDS)}"
    for judge, count in (+run.unproven).items():
        yield (
            f"{write_count(count, 'attempt')} of {make_line(judge)} accused with evidence that "
            "does not stand; a 'no' that came after it does not count."
        )
    if run.incomplete:
        yield "Answers are open for what was not shown, or could not be read:"
        for missing, count in run.incomplete.most_common(_SHOWN_ERRORS):
            yield f"{count:,} × {shorten(missing, _WORDS)}"
    for each in judges:
        if each.stopped is not None:
            yield f"No more was asked of {each.label}: {make_line(each.stopped)}"
    if run.left:
        yield (
            f"{run.left:,} {'episode was' if run.left == 1 else 'episodes were'} not judged in "
            "full; the same command goes on from there."
        )


def describe_dropped(dropped: Mapping[str, Dropped]) -> Iterator[str]:
    """Yield what was taken back of each judge, as lines."""
    for judge, each in dropped.items():
        graded = f", {write_count(each.thoughts, 'grading')} of thoughts" if each.thoughts else ""
        yield (
            f"Deleted of {make_line(judge)}: {write_count(each.judgements, 'judgement')}, "
            f"{write_count(each.answers, 'answer')}{graded}; "
            f"{write_count(each.episodes, 'verdict')} put together without it."
        )


def dropped_document(dropped: Mapping[str, Dropped]) -> dict[str, JsonValue]:
    """Return what was taken back of each judge, for machines."""
    return {judge: asdict(each) for judge, each in dropped.items()}


def write_count(count: float, what: str) -> str:
    """Return a number with what is counted, such as ``1 call`` or ``2 calls``."""
    written = f"{count:,.0f}"
    return f"{written} {what}" if written == "1" else f"{written} {what}s"


def judging_document(
    run: JudgingRun, asking: Asking, budget: JudgeBudget, judges: Sequence[Judge]
) -> dict[str, JsonValue]:
    """Return what judges said, for machines."""
    categories: dict[str, JsonValue] = {}
    for category in Category:
        said: dict[str, JsonValue] = {
            judge: _counts(votes)
            for (of, judge), votes in sorted(run.votes.items())
            if of is category
        }
        if said:
            categories[category.value] = said
    return {
        "episodes": run.episodes,
        "judged": run.judged,
        "left": run.left,
        "thoughts_graded": run.graded,
        "categories": categories,
        "disputed": {category.value: count for category, count in sorted(run.disputed.items())},
        "errors": dict(run.errors),
        "unproven": dict(+run.unproven),
        "incomplete": dict(run.incomplete),
        "stopped": {judge.label: judge.stopped for judge in judges if judge.stopped is not None},
        "calls": asking.asked,
        "failed_calls": asking.failed,
        "reused": asking.reused,
        "tokens": asking.usage.total_tokens,
        "cost_usd": budget.spent_usd,
        "unpriced_calls": budget.unpriced,
    }


def _counts(votes: Mapping[str, int]) -> dict[str, JsonValue]:
    return {answer: votes.get(answer, 0) for answer in _ANSWERS}


def _ordered(run: JudgingRun) -> list[tuple[Category, str]]:
    order = list(Category)
    return sorted(run.votes, key=lambda key: (order.index(key[0]), key[1]))


def count_outcomes(verdicts: Sequence[Verdict]) -> Text:
    """Return how many verdicts there are of each kind, in a line."""
    outcomes = Counter[str](verdict.outcome for verdict in verdicts)
    counted = " · ".join(f"{count:,} {outcome}" for outcome, count in outcomes.most_common())
    return Text(f"Verdicts: {counted or 'none'}.")
