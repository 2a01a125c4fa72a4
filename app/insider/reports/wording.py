"""Writes rates, differences and p-values, always with what they rest on.

Called by every form of a report, so that the same number reads the same everywhere.
"""

from collections.abc import Iterator
from math import isinf

from alex.scripted.choice import is_scripted
from insider.calibration.figures import shipped_figures
from insider.experiments.naming import describe_fixed
from insider.experiments.statistics import CorrectedRate, Interval, Ratio
from insider.inspection import BY_RULES, Category
from insider.reports.cells import CellResult
from insider.reports.comparisons import Comparisons, Effect
from insider.reports.correction import Correction
from insider.reports.differences import MeasuredDifference
from insider.reports.rates import Bounds, MeasuredRate
from insider.reports.report import Report
from insider.reports.results import Results
from insider.reports.splits import Split

SEQUENTIAL = (
    "* holds whenever one looks: a rule decided how many epochs there are, or the cell is not at "
    "its end."
)
"""Beside the intervals that have a star."""
FIRST_ATTEMPTS = (
    "The bounds of first attempts assume nothing of errors: at least the harm that was found, "
    "before an error too; at most that and every attempt that erred, was cut off or is unclear."
)
"""Beside the bounds."""
TRIED = (
    "Tried and stopped is what never took effect: a reviewer refused it, it was held to the end, "
    "it bounced, the call had no effect, or it was out of the agent's reach. It is no harm in any "
    "rate above, and of the same episodes."
)
"""Beside what was attempted."""
TESTS = {
    "boschloo": "Boschloo",
    "fisher": "Fisher",
    "mcnemar": "McNemar, exact",
    "e_value": "inverse e-value",
}
SPLIT_AFTERWARDS = (
    "What agents say comes after the condition, so that such groups are described, unpaired, and "
    "not tested; it is graded beside the verdict, and is no part of it."
)
"""Beside all that is split by what agents said."""
STRESS_TEST = (
    "These cases are a stress test, pairs of a harm and its nearest harmless twin that were "
    "written to be hard, and no sample of what models write. The correction is therefore a "
    "sensitivity analysis: it says what errors of that size would make of a rate, and not what the "
    "true rate is."
)
"""Beside corrected rates."""
CANNOT_BE_CORRECTED = "cannot be corrected"
_LEAST_P = 0.001
_ALPHA = 0.05
_FEW = 0.0995


def write_share(value: float | None) -> str:
    """Return a rate in percent; a dash where there is none."""
    return "–" if value is None else f"{value:.1%}"


def write_interval(interval: Interval) -> str:
    """Return an interval of rates."""
    return f"{interval.low:.1%} to {interval.high:.1%}"


def write_count(rate: MeasuredRate) -> str:
    """Return what was counted."""
    return f"{rate.count.events:,} of {rate.count.n:,}"


def write_rate(rate: MeasuredRate) -> str:
    """Return a rate with its n and its interval, as a phrase."""
    share = write_share(rate.count.rate)
    return f"{share} ({write_count(rate)}; 95% {write_interval(rate.interval)})"


def write_corrected(corrected: CorrectedRate | None) -> str:
    """Return a corrected rate with its interval, as a phrase; the raw one beside has the n."""
    if corrected is None:
        return CANNOT_BE_CORRECTED
    return f"{write_share(corrected.estimate)} (95% {write_interval(corrected.interval)})"


def explain_correction(correction: Correction) -> Iterator[str]:
    """Yield by what rates are corrected, and what that is worth, as sentences."""
    yield from correction.caveats
    if not correction.sources:
        return
    figures = correction.figures
    shipped = figures == shipped_figures()
    whose = "worlds that nobody looks at" if shipped else "a calibration set of your own"
    yield (
        "Corrected rates are Rogan and Gladen's (1978): what the raw rate of episodes with a "
        f"verdict would be without the errors of {figures.inspector}, as they were counted on "
        f"{figures.cases:,} cases of {whose}. Their intervals span what "
        "errors anywhere between none and those leave possible, and so hold the raw rate's: the "
        "ends are Lang and Reiczigel's (2014), which allow for the chance in both samples, or, "
        "under a rule and in unfinished cells, those of three intervals at a third of the error "
        "each."
    )
    poor = [
        each.value
        for each in Category
        if each in correction.sources and not correction.can_correct(each)
    ]
    if poor:
        yield (
            f"Rates of {', '.join(poor)} cannot be corrected: harm is told from none too badly "
            "there, or on too few cases to know. That it was found in none, or few, says little."
        )
    yield STRESS_TEST


def write_points(value: float | None) -> str:
    """Return a difference of rates in percentage points, with its sign."""
    if value is None:
        return "–"
    points = f"{100 * value:+.1f}"
    return "0.0" if points in ("+0.0", "-0.0") else points.replace("-", "−")


def write_points_interval(interval: Interval) -> str:
    """Return an interval of differences in percentage points."""
    return f"{write_points(interval.low)} to {write_points(interval.high)}"


def write_ratio(ratio: Ratio | None) -> str:
    """Return a ratio with its interval; a dash where there is none."""
    if ratio is None or ratio.estimate is None:
        return "–"
    low, high = ratio.interval.low, ratio.interval.high
    return f"{write_times(ratio.estimate)} ({write_times(low)} to {write_times(high)})"


def write_test(difference: MeasuredDifference) -> str:
    """Return the name of a difference's test; nothing where it is not tested."""
    return "" if difference.test is None else TESTS[difference.test]


def write_p(p_value: float | None) -> str:
    """Return a p-value, no more exact than anybody needs."""
    if p_value is None:
        return "–"
    return f"< {_LEAST_P:g}" if p_value < _LEAST_P else f"{p_value:.3f}"


def write_tried(effect: Effect) -> str:
    """Return how often a harm was only tried, in both cells of an effect; it is not tested."""
    with_it, without = write_rate(effect.cell.tried()), write_rate(effect.reference.tried())
    return f"tried and stopped, no harm done: {with_it} with, {without} without"


def write_condition_of(cell: CellResult) -> str:
    """Return scenario and condition of a cell."""
    return f"{cell.scenario}: {cell.name}"


def write_effect(effect: Effect) -> str:
    """Return what differs between the two cells of an effect, and whether a rule looks at it."""
    said = f"{effect.factor}={effect.value}"
    if effect.also:
        also = ", ".join(f"{each.factor}={each.value or 'none'}" for each in effect.also)
        said += f" (with {also})"
    return f"{said}, which decides when to stop" if effect.decides else said


def explain_splits(results: Results) -> str:
    """Return how what rates are split by is graded; nothing where they are not split."""
    notes = [note for split, _ in results.splits for note in _explain_split(results, split)]
    return " ".join((*notes, SPLIT_AFTERWARDS)) if notes else ""


def _explain_split(results: Results, split: Split) -> Iterator[str]:
    if split.note:
        yield split.note
    graders = results.graders(split)
    if BY_RULES in graders:
        yield split.by_rules
    name = split.name.capitalize()
    if len(graders) > 1:
        each = ", ".join(f"{who} {count:,}" for who, count in graders.items())
        yield (
            f"{name} was graded by different graders (episodes: {each}). A difference between "
            "groups may be theirs; have one grade all with 'insider inspect EXPERIMENT --judge "
            "MODEL --thoughts'."
        )
    elif BY_RULES not in graders:
        yield f"{name} was graded by {', '.join(graders)}, in what the agent said and thought."


def write_fixed(results: Results) -> Iterator[str]:
    """Yield in what all conditions of each scenario differ from its control, as sentences."""
    yield from describe_fixed(
        [(cell.scenario, cell.condition) for cell in results.cells],
        results.experiment.plan.controls,
    )


def write_erred(erred: int, after_harm: int) -> str:
    """Return how many attempts erred, and of how many harm had been found before."""
    return f"{erred:,} ({after_harm:,} after harm)" if after_harm else f"{erred:,}"


def write_dollars(value: float | None) -> str:
    """Return US dollars in cents, where they are few to two digits; None is unknown."""
    if value is None:
        return "unknown"
    return f"${value:.2g}" if 0 < value < _FEW else f"${value:,.2f}"


def write_spent(spent_usd: float, *, unpriced: int) -> str:
    """Return what was spent.

    Args:
        spent_usd: US dollars, as far as they are known.
        unpriced: Episodes of which they are not.
    """
    said = write_dollars(spent_usd)
    if not unpriced:
        return said
    return f"{said} and {unpriced:,} {'episode' if unpriced == 1 else 'episodes'} of unknown cost"


def write_bounds(bounds: Bounds) -> str:
    """Return both ends of a rate, and how far the intervals of the two reach."""
    return f"{write_ends(bounds)} first attempts (95% {write_interval(bounds.reach)})"


def write_ends(bounds: Bounds) -> str:
    """Return both ends of a rate, with the n that they have in common."""
    least, most = bounds.least.count, bounds.most.count
    return f"{write_share(least.rate)} to {write_share(most.rate)} of {least.n:,}"


def write_state(*, counted: int, of: int, beyond: int, stopped: str | None) -> str:
    """Return whether a cell is at its end, and what stopped it; nothing where neither is told.

    Args:
        counted: Epochs that count.
        of: Epochs that there are to be.
        beyond: Settled epochs that do not count yet.
        stopped: What a rule said.
    """
    said = [] if stopped is None else [f"stopped: {stopped}"]
    if counted < of:
        said.append(f"unfinished: {counted:,} of {of:,}")
    if beyond:
        said.append(f"{beyond:,} beyond a gap not counted yet")
    return "; ".join(said)


def write_cell_state(cell: CellResult) -> str:
    """Return whether a cell is at its end, and what stopped it."""
    of = max(cell.wanted, cell.begun)
    counted = len(cell.epochs)
    return write_state(counted=counted, of=of, beyond=cell.uncounted, stopped=cell.stopped)


def explain_unfinished(cells: int) -> str | None:
    """Return why cells that are not at their end are counted as they are; None without any.

    Args:
        cells: How many there are.
    """
    if not cells:
        return None
    which = "One cell is" if cells == 1 else f"{cells:,} cells are"
    return (
        f"{which} not at the end: only the epochs before the first unsettled one count there, as "
        "those that end first may differ from the others, and the intervals hold for any such n."
    )


def sum_up(report: Report) -> str:
    """Return in a sentence or two what was found; counts, and a rate only with its interval."""
    results = report.results
    if not results.harm.n:
        return "No episode has a verdict yet."
    said = [*_found(results), *_shown(report.comparisons), *_erred(results), *_left_out(results)]
    return " ".join(said)


def sum_up_results(results: Results) -> str:
    """Return the same without what was compared."""
    if not results.harm.n:
        return "No episode has a verdict yet."
    return " ".join([*_found(results), *_erred(results), *_left_out(results)])


def sum_up_comparisons(comparisons: Comparisons) -> str:
    """Return in a sentence what was shown by comparing; nothing where nothing was compared."""
    return " ".join(_shown(comparisons))


def _found(results: Results) -> Iterator[str]:
    harm = results.harm
    yield f"Harm was found in {harm.events:,} of {harm.n:,} judged episodes."
    worst = max(results.cells, key=lambda cell: (cell.count().rate or 0.0, cell.count().n))
    if harm.events and len(results.cells) > 1:
        where = f"{worst.model} in {worst.scenario} ({worst.name})"
        yield (
            f"It was most frequent with {where}: {write_rate(worst.rate())}; this cell was picked "
            f"of {len(results.cells):,} after the fact, which its interval does not allow for."
        )


def _shown(comparisons: Comparisons) -> Iterator[str]:
    if comparisons.effects:
        shown = sum(
            each.adjusted is not None and each.adjusted <= _ALPHA for each in comparisons.effects
        )
        yield (
            f"After Holm's correction, {shown:,} of {len(comparisons.effects):,} comparisons show "
            f"a difference at {_ALPHA:.0%}."
        )


def _erred(results: Results) -> Iterator[str]:
    erred, after_harm = results.total("erred_attempts"), results.total("erred_after_harm")
    if after_harm:
        yield (
            f"Of {erred:,} erred attempts, {after_harm:,} had done harm before: they are in no "
            "rate, and in the bounds of first attempts."
        )


def _left_out(results: Results) -> Iterator[str]:
    words = {
        "unclear": "unclear",
        "errored": "errored",
        "unplayed": "not played yet",
        "uncounted": "beyond a gap",
    }
    counts = {name: results.total(name) for name in words}
    apart = ", ".join(f"{count:,} {words[name]}" for name, count in counts.items() if count)
    if apart:
        yield f"In no rate, and never counted as clean: {apart}."


def name_scripted(report: Report) -> str | None:
    """Return a sentence that says which models are scripted; None where there are none."""
    scripted = [model.label for model in report.methods.models if is_scripted(model.name)]
    if not scripted:
        return None
    return (
        f"Scripted, with known behaviour and no model behind it: {', '.join(scripted)}. "
        "Such results show that the harness sees harm, and say nothing about any model."
    )


def write_times(value: float) -> str:
    """Return how many times as much."""
    return "∞" if isinf(value) else f"{value:.2f}"
