"""A report and a comparison as JSON values: everything that any other form of them shows."""

from math import isfinite

from pydantic import JsonValue

from insider.experiments.naming import fixed_differences
from insider.experiments.statistics import CorrectedRate, Interval
from insider.inspection import Category
from insider.reports.cells import CellResult
from insider.reports.comparisons import Effect
from insider.reports.correction import Correction
from insider.reports.differences import MeasuredDifference
from insider.reports.examples import Example
from insider.reports.matching import Match, TwoExperiments
from insider.reports.methods import Methods
from insider.reports.rates import LEVEL, Bounds, MeasuredRate, measure
from insider.reports.report import Report
from insider.reports.splits import SPLITS
from insider.reports.wording import explain_correction, explain_unfinished, name_scripted, sum_up


def report_document(report: Report) -> dict[str, JsonValue]:
    """Return a report for machines. A high end of null is infinite."""
    results, comparisons = report.results, report.comparisons
    experiment = results.experiment
    return {
        "experiment": experiment.name,
        "about": experiment.plan.about,
        "made_wall": report.made_wall,
        "summary": sum_up(report),
        "scripted": name_scripted(report),
        "fixed": {
            scenario: {
                **fixed_differences(
                    [cell.condition for cell in results.cells if cell.scenario == scenario],
                    experiment.plan.controls[scenario],
                )
            }
            for scenario in dict.fromkeys(cell.scenario for cell in results.cells)
        },
        "unfinished": explain_unfinished(results.unfinished),
        "level": LEVEL,
        "spent_usd": experiment.spent_usd,
        "budget_usd": experiment.budget_usd,
        "tokens": results.tokens,
        "unpriced_episodes": results.unpriced,
        "cells": [
            cell_document(cell) | {"corrected": _corrected(report.correction, cell)}
            for cell in results.cells
        ],
        "correction": _correction(report.correction),
        "graded_by": {split.name: {**results.graders(split)} for split in SPLITS},
        "effects": [_effect(effect) for effect in comparisons.effects],
        "families": {"any_harm": comparisons.tests, "category": comparisons.category_tests},
        "without_reference": list(comparisons.without_reference),
        "examples": {
            category.value: [_example(each) for each in examples]
            for category, examples in report.examples.items()
        },
        "methods": methods_document(report.methods),
        "seed": experiment.plan.seed,
        "paired": experiment.plan.paired,
        "plan": experiment.plan.model_dump(mode="json"),
        "source": experiment.source,
    }


def comparison_document(found: TwoExperiments) -> dict[str, JsonValue]:
    """Return two experiments side by side for machines; differences are second minus first."""
    return {
        "first": found.first.results.experiment.name,
        "second": found.second.results.experiment.name,
        "caveats": list(found.caveats),
        "tests": found.tests,
        "cells": [_match(match) for match in found.matches],
        "only_first": [cell_document(cell) for cell in found.only_first],
        "only_second": [cell_document(cell) for cell in found.only_second],
    }


def _match(match: Match) -> dict[str, JsonValue]:
    return {
        "model": match.first.model,
        "scenario": match.first.scenario,
        "condition": dict(match.first.condition),
        "first": cell_document(match.first),
        "second": cell_document(match.second),
        "any_harm": difference_document(match.difference, match.adjusted),
        "categories": {
            each.category.value: difference_document(each.difference, each.adjusted)
            for each in match.by_category
        },
    }


def cell_document(cell: CellResult) -> dict[str, JsonValue]:
    """Return a cell with its counts and rates."""
    stop_reasons: dict[str, JsonValue] = {**cell.stop_reasons()}
    return {
        "cell": cell.id,
        "model": cell.model,
        "scenario": cell.scenario,
        "condition": dict(cell.condition),
        "rendering": cell.rendering_id,
        "wanted": cell.wanted,
        "stopped": cell.stopped,
        "unfinished": cell.unfinished,
        "sequential": cell.sequential,
        "looked_at_by_a_rule": cell.by_rule,
        "any_harm": rate_document(cell.rate()),
        "first_attempts": _bounds(cell.bounds()),
        "categories": {each.value: rate_document(cell.rate(each)) for each in Category},
        "said": {
            split.name: {
                group: rate_document(cell.split_rate(split, group))
                for group in split.groups
                if group in cell.groups(split)
            }
            for split in SPLITS
        },
        "attempted": rate_document(cell.tried()),
        "attempted_categories": {each.value: rate_document(cell.tried(each)) for each in Category},
        "unclear": cell.unclear,
        "errored": cell.errored,
        "erred_attempts": cell.erred_attempts,
        "erred_after_harm": cell.erred_after_harm,
        "cut_off_attempts": cell.cut_off_attempts,
        "refused": cell.refused,
        "refusals": rate_document(cell.refusals()),
        "unplayed": cell.unplayed,
        "not_counted_yet": cell.uncounted,
        "stop_reasons": stop_reasons,
    }


def _corrected(correction: Correction, cell: CellResult) -> JsonValue:
    """Return a cell's rates corrected; null where one cannot be."""
    return {
        "any_harm": _corrected_rate(correction.correct(cell.rate(), None)),
        "categories": {
            each.value: _corrected_rate(correction.correct(cell.rate(each), each))
            for each in Category
        },
    }


def _corrected_rate(corrected: CorrectedRate | None) -> JsonValue:
    if corrected is None:
        return None
    return {
        "rate": corrected.estimate,
        "interval": _interval(corrected.interval),
        "method": corrected.method,
    }


def _correction(correction: Correction) -> dict[str, JsonValue]:
    """Return by what rates are corrected."""
    figures = correction.figures
    return {
        "inspector": figures.inspector,
        "set_sha256": figures.set_sha256,
        "cases": figures.cases,
        "pairs": figures.pairs,
        "explained": list(explain_correction(correction)),
        "any_harm": _errors(correction, None),
        "categories": {each.value: _errors(correction, each) for each in Category},
    }


def _errors(correction: Correction, category: Category | None) -> JsonValue:
    errors = correction.errors(category)
    if errors is None:
        return None
    return {
        "source": correction.sources[category],
        "sensitivity": rate_document(measure(errors.sensitivity, sequential=False)),
        "specificity": rate_document(measure(errors.specificity, sequential=False)),
        "can_correct": correction.can_correct(category),
    }


def rate_document(rate: MeasuredRate) -> dict[str, JsonValue]:
    """Return a rate with its n and its interval."""
    return {
        "events": rate.count.events,
        "n": rate.count.n,
        "rate": rate.count.rate,
        "interval": _interval(rate.interval),
        "method": rate.method,
    }


def difference_document(
    difference: MeasuredDifference, adjusted: float | None
) -> dict[str, JsonValue]:
    """Return a difference with both rates, its interval, and its test."""
    return described_document(difference) | {
        "p": difference.p_value,
        "p_holm": adjusted,
        "test": difference.test,
    }


def described_document(difference: MeasuredDifference) -> dict[str, JsonValue]:
    """Return a difference that is described and not tested."""
    ratio = difference.ratio
    estimate = None if ratio is None else ratio.estimate
    return {
        "rate": rate_document(difference.first),
        "reference_rate": rate_document(difference.second),
        "difference": difference.estimate,
        "interval": _interval(difference.interval),
        "method": difference.method,
        "ratio": None if estimate is None or not isfinite(estimate) else estimate,
        "ratio_interval": None if ratio is None else _interval(ratio.interval),
    }


def methods_document(methods: Methods) -> dict[str, JsonValue]:
    """Return how an experiment was made."""
    return {
        "planning": methods.planning,
        "planned_beforehand": methods.planned_beforehand,
        "versions": dict(methods.versions),
        "reported_with": dict(methods.reported_with),
        "inspectors": list(methods.inspectors),
        "models": [
            {
                "label": each.label,
                "name": each.name,
                "provider": each.provider,
                "settings": _plain(dict(each.settings)),
            }
            for each in methods.models
        ],
        "prompts": [
            {
                "scenario": each.scenario,
                "condition": each.condition,
                "rendering": each.rendering_id,
                "snapshot": each.snapshot_id,
                "sha256": each.sha256,
                "sent_sha256": list(each.sent),
            }
            for each in methods.prompts
        ],
    }


def _plain(value: object) -> JsonValue:
    """Return a value that came out of JSON as the value that it is."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return value if isinstance(value, str | int | float | bool) else None


def _effect(effect: Effect) -> dict[str, JsonValue]:
    return {
        "factor": effect.factor,
        "value": effect.value,
        "control": effect.control,
        "also": {
            each.factor: {"value": each.value, "control": each.control} for each in effect.also
        },
        "decides_when_to_stop": effect.decides,
        "mitigation": effect.is_mitigation,
        "model": effect.cell.model,
        "scenario": effect.cell.scenario,
        "cell": effect.cell.id,
        "reference": effect.reference.id,
        "any_harm": difference_document(effect.difference, effect.adjusted),
        "categories": {
            each.category.value: difference_document(each.difference, each.adjusted)
            for each in effect.by_category
        },
        "attempted": {
            "rate": rate_document(effect.cell.tried()),
            "reference_rate": rate_document(effect.reference.tried()),
        },
        **{
            split.name: {
                each.group: described_document(each.difference)
                for each in effect.by_split
                if each.split.name == split.name
            }
            for split in SPLITS
        },
    }


def _example(example: Example) -> dict[str, JsonValue]:
    return {
        "episode": example.episode_id,
        "model": example.cell.model,
        "scenario": example.cell.scenario,
        "condition": dict(example.cell.condition),
        "epoch": example.epoch.number,
        "finding": example.finding.model_dump(mode="json"),
    }


def _bounds(bounds: Bounds | None) -> JsonValue:
    if bounds is None:
        return None
    return {"least": rate_document(bounds.least), "most": rate_document(bounds.most)}


def _interval(interval: Interval) -> JsonValue:
    return [interval.low, interval.high if isfinite(interval.high) else None]
