"""Shows a report, and a comparison of two experiments, as tables in a terminal."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from insider.cli.fitting_table import FittingTable
from insider.inspection import Category
from insider.reports.cells import CellResult
from insider.reports.comparisons import Effect
from insider.reports.correction import Correction
from insider.reports.differences import MeasuredDifference
from insider.reports.matching import TwoExperiments
from insider.reports.rates import measure
from insider.reports.report import Report
from insider.reports.results import Results
from insider.reports.wording import (
    CANNOT_BE_CORRECTED,
    FIRST_ATTEMPTS,
    SEQUENTIAL,
    TRIED,
    explain_correction,
    explain_splits,
    explain_unfinished,
    name_scripted,
    sum_up,
    write_cell_state,
    write_count,
    write_effect,
    write_ends,
    write_erred,
    write_fixed,
    write_interval,
    write_p,
    write_points,
    write_points_interval,
    write_rate,
    write_ratio,
    write_share,
    write_spent,
    write_test,
)
from insider.visible import make_line, shorten

_LABEL = 60
_WIDTH_FOR_RATIOS = 130
"""Below it the names beside them would be broken into letters."""


def show_report(report: Report, *, width: int) -> Iterator[RenderableType]:
    """Yield a report: what was found, the cells, the categories, the effects, what it cost.

    Args:
        report: What it says.
        width: Of the terminal; ratios are shown where there is room for them.
    """
    results, comparisons = report.results, report.comparisons
    yield Text(make_line(sum_up(report)), style="bold")
    for line in write_fixed(results):
        yield Text(make_line(line), style="dim")
    yield Text()
    yield _cells(results.cells)
    yield from _bounds(results.cells)
    yield from _refused(results.cells)
    if results.categories:
        yield Text()
        yield _categories(report)
    if results.tried:
        yield Text()
        yield _tried(report)
    yield from _corrected(report)
    if results.splits:
        yield Text()
        yield _said(results)
    for title, effects in (
        ("mitigation", comparisons.mitigations),
        ("factor", comparisons.factors),
    ):
        if effects:
            yield Text()
            yield _effects(title, effects, ratios=width >= _WIDTH_FOR_RATIOS)
    yield Text()
    yield Text(make_line(" ".join(_notes(report))), style="dim")
    yield Text(_costs(report))


def show_comparison(found: TwoExperiments) -> Iterator[RenderableType]:
    """Yield two experiments side by side: caveats first, then the cells that both have."""
    first, second = (each.results.experiment.name for each in (found.first, found.second))
    for caveat in found.caveats:
        yield Text(make_line(caveat), style="yellow")
    if found.matches:
        table = FittingTable("model", "scenario", "condition")
        table.add_numbers(shorten(second, 20), shorten(first, 20))
        table.add_numbers("points", "95%", "p", "p Holm", "test")
        for match in found.matches:
            numbers = difference_cells(match.difference, match.adjusted)
            table.add_row(*_names(match.first), *numbers)
        yield table
    else:
        yield Text("No cell is in both: they are matched by model, scenario and whole condition.")
    for name, cells in ((first, found.only_first), (second, found.only_second)):
        if cells:
            yield Text(f"Only in {name}:", style="dim")
            yield _cells(cells)
    yield Text(
        f"Points are {second} minus {first}. p Holm is corrected for the {found.tests:,} tests "
        "here; single categories, a family of their own, are in --json.",
        style="dim",
    )


def difference_cells(difference: MeasuredDifference, adjusted: float | None) -> tuple[str, ...]:
    """Return both counts, the difference with its interval, and the test, for a table's row."""
    return (
        write_count(difference.first),
        write_count(difference.second),
        write_points(difference.estimate),
        write_points_interval(difference.interval),
        write_p(difference.p_value),
        write_p(adjusted),
        write_test(difference),
    )


def _cells(cells: Iterable[CellResult]) -> FittingTable:
    table = FittingTable("model", "scenario", "condition")
    table.add_numbers("harm", "rate", "95%", "unclear", "errors", "refused")
    for cell in cells:
        rate = cell.rate()
        star = "*" if cell.sequential else ""
        table.add_row(
            *_names(cell, write_cell_state(cell)),
            write_count(rate),
            write_share(rate.count.rate),
            write_interval(rate.interval) + star,
            *(f"{count:,}" for count in (cell.unclear, cell.errored, cell.refused)),
        )
    return table


def _bounds(cells: Iterable[CellResult]) -> Iterator[RenderableType]:
    table = FittingTable("first attempts", "scenario", "condition")
    table.add_numbers("erred", "harm, at least and at most", "95%")
    for cell in cells:
        bounds = cell.bounds()
        if bounds is not None or cell.erred_attempts:
            erred = write_erred(cell.erred_attempts, cell.erred_after_harm)
            ends = "–" if bounds is None else write_ends(bounds)
            reach = "–" if bounds is None else write_interval(bounds.reach)
            table.add_row(*_names(cell), erred, ends, reach)
    if table.row_count:
        yield Text()
        yield table


def _refused(cells: Iterable[CellResult]) -> Iterator[RenderableType]:
    table = FittingTable("refused", "scenario", "condition")
    table.add_numbers("refused", "rate", "95%")
    for cell in cells:
        rate = cell.refusals()
        if rate.count.events:
            numbers = write_count(rate), write_share(rate.count.rate), write_interval(rate.interval)
            table.add_row(*_names(cell), *numbers)
    if table.row_count:
        yield Text()
        yield table


def _categories(report: Report) -> FittingTable:
    table = FittingTable("model", "scenario", "condition")
    table.add_numbers(*(category.value for category in report.results.categories))
    for cell in report.results.cells:
        rates = [write_rate(cell.rate(category)) for category in report.results.categories]
        table.add_row(*_names(cell), *rates)
    return table


def _corrected(report: Report) -> Iterator[RenderableType]:
    """Yield raw rates beside corrected ones, and the error rates that correct them."""
    correction = report.correction
    if correction.sources:
        shown = (None, *report.results.categories)
        yield Text()
        yield _corrected_rates(report, shown)
        yield Text()
        yield _error_rates(correction, shown)
    yield Text(make_line(" ".join(explain_correction(correction))), style="dim")


def _corrected_rates(report: Report, shown: Iterable[Category | None]) -> FittingTable:
    table = FittingTable("model", "scenario", "condition", "harm")
    table.add_numbers("found", "raw", "95%", "corrected", "95%")
    for category in shown:
        for cell in report.results.cells:
            rate = cell.rate(category)
            corrected = report.correction.correct(rate, category)
            table.add_row(
                *_names(cell),
                _harm(category),
                write_count(rate),
                write_share(rate.count.rate),
                write_interval(rate.interval),
                write_share(None if corrected is None else corrected.estimate),
                CANNOT_BE_CORRECTED if corrected is None else write_interval(corrected.interval),
            )
    return table


def _error_rates(correction: Correction, shown: Iterable[Category | None]) -> FittingTable:
    table = FittingTable(f"errors of {correction.figures.inspector}")
    table.add_numbers("found", "sensitivity", "95%", "let pass", "specificity", "95%")
    for category in shown:
        errors = correction.errors(category)
        if errors is not None:
            numbers = [
                written
                for count in (errors.sensitivity, errors.specificity)
                for rate in (measure(count, sequential=False),)
                for written in (
                    write_count(rate),
                    write_share(count.rate),
                    write_interval(rate.interval),
                )
            ]
            table.add_row(_harm(category), *numbers)
    return table


def _harm(category: Category | None) -> str:
    return "any harm" if category is None else category.value


def _said(results: Results) -> FittingTable:
    table = FittingTable("of those that", "model", "scenario", "condition")
    table.add_numbers("harm", "rate", "95%")
    for cell in results.cells:
        for split, groups in results.splits:
            for group in groups:
                rate = cell.split_rate(split, group)
                if rate.count.n:
                    table.add_row(
                        split.groups[group],
                        *_names(cell),
                        write_count(rate),
                        write_share(rate.count.rate),
                        write_interval(rate.interval) + ("*" if cell.sequential else ""),
                    )
    return table


def _tried(report: Report) -> FittingTable:
    table = FittingTable("tried and stopped", "scenario", "condition")
    table.add_numbers("no harm done", *(category.value for category in report.results.tried))
    for cell in report.results.cells:
        rates = [write_rate(cell.tried(category)) for category in report.results.tried]
        table.add_row(*_names(cell), write_rate(cell.tried()), *rates)
    return table


def _effects(title: str, effects: Iterable[Effect], *, ratios: bool) -> FittingTable:
    table = FittingTable(title, "model", "beside")
    table.add_numbers("with", "without", "points", "95%", "p", "p Holm", "test")
    if ratios:
        table.add_numbers("ratio, 95%")
    for effect in effects:
        table.add_row(
            write_effect(effect),
            make_line(shorten(effect.cell.model, _LABEL)),
            f"{effect.cell.scenario}: {effect.reference.name}",
            *difference_cells(effect.difference, effect.adjusted),
            *([write_ratio(effect.difference.ratio)] if ratios else []),
        )
        for each in effect.by_split:
            table.add_row(
                f"  of those that {each.split.groups[each.group]}",
                "",
                "",
                *difference_cells(each.difference, None)[:-3],
            )
    return table


def _notes(report: Report) -> Iterator[str]:
    comparisons = report.comparisons
    scripted = name_scripted(report)
    if scripted is not None:
        yield scripted
    yield (
        "A rate is harm among episodes that ended with a verdict (harm, attempted or clean), "
        "assuming that errors are unrelated to harm; what has none is beside."
    )
    if report.results.tried:
        yield TRIED
    if any(cell.bounds() is not None for cell in report.results.cells):
        yield FIRST_ATTEMPTS
    if report.methods.sequential:
        yield SEQUENTIAL
    unfinished = explain_unfinished(report.results.unfinished)
    if unfinished is not None:
        yield unfinished
    if report.results.splits:
        yield explain_splits(report.results)
    if comparisons.effects:
        yield (
            f"p Holm is corrected for the {comparisons.tests:,} tests of any harm in this report; "
            "single categories are a family of their own "
            f"({comparisons.category_tests:,} tests, in --json and --html)."
        )
    if comparisons.without_reference:
        lacking = ", ".join(comparisons.without_reference)
        yield f"Cells without their neighbour in the control's value of {lacking}: not compared."


def _costs(report: Report) -> str:
    results = report.results
    spent = write_spent(results.experiment.spent_usd, unpriced=results.unpriced)
    return f"{results.tokens:,} tokens · {spent}"


def _names(cell: CellResult, more: str = "") -> tuple[str, str, str]:
    condition = shorten(cell.name, _LABEL) + (f"\n{more}" if more else "")
    return make_line(shorten(cell.model, _LABEL)), cell.scenario, condition
