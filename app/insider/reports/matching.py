"""Two experiments compared: their cells matched by model, scenario and condition, exactly.

What differs beside the results, such as a version or a prompt, is said as a caveat: a difference
may then be its doing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from insider.experiments.statistics import holm
from insider.inspection import Category
from insider.reports.cells import CellResult
from insider.reports.comparisons import CategoryDifference
from insider.reports.differences import MeasuredDifference, Setting, compare_cells
from insider.reports.methods import Methods
from insider.reports.report import Report, make_report


@dataclass(frozen=True, slots=True)
class Match:
    """A cell of the first experiment and the same cell of the second."""

    first: CellResult
    second: CellResult
    difference: MeasuredDifference
    """In any harm: the second's rate minus the first's."""
    by_category: tuple[CategoryDifference, ...]
    adjusted: float | None = None
    """The p-value as Holm corrects it, in the family of all matches."""


@dataclass(frozen=True, slots=True)
class TwoExperiments:
    """What one experiment says beside another."""

    first: Report
    second: Report
    matches: tuple[Match, ...]
    only_first: tuple[CellResult, ...]
    only_second: tuple[CellResult, ...]
    caveats: tuple[str, ...]
    """What else differs between the two, in sentences."""

    @property
    def tests(self) -> int:
        """The size of the family that Holm's correction is made for."""
        return sum(match.difference.p_value is not None for match in self.matches)


def compare_experiments(session: Session, first: str, second: str) -> TwoExperiments:
    """Return how a second experiment differs from a first one, cell by cell.

    Args:
        session: Any transaction.
        first: The name of what is compared with.
        second: The name of the other.

    Raises:
        ExperimentNotFoundError: There is none of that name.
    """
    one, two = make_report(session, first), make_report(session, second)
    cells, others = _by_place(one), _by_place(two)
    found = {category for report in (one, two) for category in report.results.categories}
    categories = [category for category in Category if category in found]
    matches = [
        _match(cell, others[place], categories) for place, cell in cells.items() if place in others
    ]
    return TwoExperiments(
        first=one,
        second=two,
        matches=tuple(_correct(matches)),
        only_first=tuple(cell for place, cell in cells.items() if place not in others),
        only_second=tuple(cell for place, cell in others.items() if place not in cells),
        caveats=tuple(_caveats(one, two, matches)),
    )


def _by_place(report: Report) -> dict[tuple[str, str, frozenset[tuple[str, str]]], CellResult]:
    return {
        (cell.model, cell.scenario, frozenset(cell.condition.items())): cell
        for cell in report.results.cells
    }


def _match(first: CellResult, second: CellResult, categories: list[Category]) -> Match:
    return Match(
        first=first,
        second=second,
        difference=compare_cells(second, first, None, Setting()),
        by_category=tuple(
            CategoryDifference(category, compare_cells(second, first, category, Setting()))
            for category in categories
        ),
    )


def _correct(matches: list[Match]) -> Iterator[Match]:
    adjusted = holm([match.difference.p_value for match in matches])
    each = iter(holm([one.difference.p_value for match in matches for one in match.by_category]))
    for match, value in zip(matches, adjusted, strict=True):
        categories = tuple(replace(one, adjusted=next(each)) for one in match.by_category)
        yield replace(match, adjusted=value, by_category=categories)


def _caveats(first: Report, second: Report, matches: list[Match]) -> Iterator[str]:
    yield from _versions(first.methods, second.methods)
    one, two = (", ".join(report.methods.inspectors) or "none" for report in (first, second))
    if one != two:
        yield f"Verdicts are by different inspectors: {one}, and {two}."
    resent = sum(_other_agent(first.methods, second.methods, match) for match in matches)
    if resent:
        yield (
            f"In {resent:,} of {len(matches):,} cells the scenario was the same, and the agent's "
            "own prompt or its tools were others."
        )
    yield from _renderings(first.methods, second.methods, matches)
    changed = sorted({m.first.model for m in matches if m.first.settings != m.second.settings})
    if changed:
        yield f"Asked with other settings: {', '.join(changed)}."
    renamed = sorted(
        {m.first.model for m in matches if m.first.spec["name"] != m.second.spec["name"]}
    )
    if renamed:
        yield f"The same label for another model: {', '.join(renamed)}."
    if any(match.first.unplayed or match.second.unplayed for match in matches):
        yield "Not all episodes of both have been played; the differences may still move."


def _other_agent(first: Methods, second: Methods, match: Match) -> bool:
    one, other = first.sent.get(match.first.id), second.sent.get(match.second.id)
    same = match.first.rendering_id == match.second.rendering_id
    return same and one is not None and other is not None and set(one) != set(other)


def _versions(first: Methods, second: Methods) -> Iterator[str]:
    changed = _changed(first.versions, second.versions)
    if changed:
        yield f"Measured with other versions: {'; '.join(changed)}."


def _changed(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return [
        f"{name} {one.get(name, 'none')} and {other.get(name, 'none')}"
        for name in sorted(one.keys() | other.keys())
        if one.get(name) != other.get(name)
    ]


def _renderings(first: Methods, second: Methods, matches: list[Match]) -> Iterator[str]:
    hashes = {
        prompt.rendering_id: prompt for methods in (first, second) for prompt in methods.prompts
    }
    other = [
        (hashes[match.first.rendering_id], hashes[match.second.rendering_id])
        for match in matches
        if match.first.rendering_id != match.second.rendering_id
    ]
    prompts = sum(one.sha256 != two.sha256 for one, two in other)
    mail = sum(one.snapshot_id != two.snapshot_id for one, two in other)
    rest = sum(
        one.sha256 == two.sha256 and one.snapshot_id == two.snapshot_id for one, two in other
    )
    for count, what in (
        (prompts, "prompt"),
        (mail, "mail"),
        (rest, "set of tools, clock or facts"),
    ):
        if count:
            yield f"In {count:,} of {len(matches):,} cells the seed gave another {what}."
