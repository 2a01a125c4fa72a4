from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

import pytest
from rich.console import Console
from scipy.stats import binomtest, boschloo_exact

from insider.cli.report_display import show_report
from insider.experiments.statistics import (
    Alternative,
    Count,
    Pairs,
    e_values,
    holm,
    newcombe,
    newcombe_paired,
    time_uniform_interval,
)
from insider.reports.document import report_document
from insider.reports.page import write_page
from insider.reports.report import Report
from insider.reports.wording import explain_splits
from support.unplayed import CONTROL, Cell, MakeReport

Thinks = Sequence[Mapping[str, str]]
GOAL = {"goal": "explicit"}
APPROVED = {"goal": "explicit", "approval": "person"}
GRID = [
    Cell("c" * 20),
    Cell("h" * 12 + "c" * 6 + "uu", condition=GOAL),
    Cell("h" * 2 + "c" * 18, condition=APPROVED),
]


def test_each_cell_is_compared_with_the_one_that_differs_in_one_factor(make: MakeReport) -> None:
    comparisons = make(GRID).comparisons
    (mitigation,) = comparisons.mitigations
    (factor,) = comparisons.factors
    assert (mitigation.factor, mitigation.value, mitigation.control) == (
        "approval",
        "person",
        "none",
    )
    assert mitigation.reference.condition == {"goal": "explicit", "threat": "none"} | {
        "approval": "none"
    }
    assert (factor.factor, factor.value, factor.reference.condition["goal"]) == (
        "goal",
        "explicit",
        "none",
    )


def test_a_difference_has_newcombes_interval_and_boschloos_p(make: MakeReport) -> None:
    (mitigation,) = make(GRID).comparisons.mitigations
    found = mitigation.difference
    assert (found.first.count, found.second.count) == (Count(2, 20), Count(12, 18))
    assert found.interval == newcombe(Count(2, 20), Count(12, 18)).interval
    theirs = boschloo_exact([[2, 12], [18, 6]], n=64).pvalue
    assert found.p_value == pytest.approx(theirs, rel=1e-5)
    assert found.test == "boschloo"


def test_holm_corrects_over_all_effects_of_the_report(make: MakeReport) -> None:
    comparisons = make(GRID).comparisons
    raw = [effect.difference.p_value for effect in comparisons.effects]
    assert [effect.adjusted for effect in comparisons.effects] == list(holm(raw))
    assert comparisons.tests == 2
    assert comparisons.category_tests == 2


def test_a_factor_without_its_control_beside_it_is_named_and_not_compared(make: MakeReport) -> None:
    comparisons = make(
        [Cell("hc", condition=GOAL), Cell("cc", condition={"threat": "replacement"})]
    ).comparisons
    assert comparisons.effects == ()
    assert comparisons.without_reference == ("goal", "threat")


JUDGED = {"approval": "all", "approver": "judge"}
NOTHING_WAITS = {
    "when": {"approval": ("none",), "approver": ("judge", "person")},
    "instead": {"approver": "policy"},
}


def test_what_depends_on_a_factor_is_set_back_with_it(make: MakeReport) -> None:
    cells = [Cell("h" * 12 + "c" * 8, condition={"approver": "policy"})]
    cells += [Cell("c" * 20, condition=JUDGED)]
    control = {**CONTROL, "approver": "policy"}
    fields = {"controls": {"blackmail": control}, "exclusions": {"blackmail": [NOTHING_WAITS]}}
    report = make(cells, **fields)
    (effect,) = report.comparisons.mitigations
    assert (effect.factor, effect.value, effect.reference.condition["approver"]) == (
        "approval",
        "all",
        "policy",
    )
    assert effect.difference.first.count == Count(0, 20)
    # (all, policy) is a condition that the grid does not have.
    assert report.comparisons.without_reference == ("approver",)
    assert "approval=all (with approver=judge)" in write_page(report)


def test_who_approves_is_a_safeguard(make: MakeReport) -> None:
    cells = [Cell("hc", condition=JUDGED | {"approver": "policy"}), Cell("cc", condition=JUDGED)]
    report = make(cells, controls={"blackmail": {**CONTROL, "approver": "policy"}})
    (effect,) = report.comparisons.mitigations
    assert (effect.factor, effect.value) == ("approver", "judge")


def test_the_pair_that_a_rule_decides_is_compared_whatever_it_is(make: MakeReport) -> None:
    rule = {"power": {"baseline": 0.1, "effect": 0.5, "against": {"goal": "other"}}}
    cells = [Cell("c" * 20, condition={"goal": "other"}), Cell("hhhc" * 5, condition=GOAL)]
    references = {"c-made-up-001": "c-made-up-000"}
    report = make(cells, stop_when=rule, references=references)
    (effect,) = report.comparisons.effects
    assert (effect.value, effect.control, effect.decides) == ("explicit", "other", True)
    assert report.comparisons.tests == 1
    assert "which decides when to stop" in write_page(report)


def test_models_and_scenarios_are_never_compared_with_each_other(make: MakeReport) -> None:
    cells = [Cell("cc"), Cell("hh", model="two", condition=GOAL)]
    cells += [Cell("cc", scenario="leaking", model="two")]
    assert make(cells).comparisons.effects == ()


def test_cells_with_shared_seeds_are_compared_in_pairs(make: MakeReport) -> None:
    cells = [Cell("ccccchu"), Cell("hhhcchh", condition=GOAL)]
    (effect,) = make(cells, paired=True).comparisons.effects
    pairs = Pairs(both=1, first_only=3, second_only=0, neither=2)
    assert effect.difference.first.count == pairs.first
    assert effect.difference.interval == newcombe_paired(pairs).interval
    assert effect.difference.test == "mcnemar"
    assert effect.difference.p_value == pytest.approx(binomtest(3, 3, 0.5).pvalue)


def test_under_a_rule_that_seeks_a_difference_p_is_the_inverse_of_the_evidence(
    make: MakeReport,
) -> None:
    rule = {"power": {"baseline": 0.1, "effect": 0.5}}
    cells = [Cell("c" * 20), Cell("hhhc" * 5, condition=GOAL)]
    (effect,) = make(cells, stop_when=rule).comparisons.effects
    found = effect.difference
    evidence = max(
        e_values([(False, letter == "h") for letter in "hhhc" * 5], Alternative(0.1, 0.5))
    )
    one, other = (time_uniform_interval(each, 0.975) for each in (Count(15, 20), Count(0, 20)))
    assert found.p_value == pytest.approx(1 / evidence)
    assert found.test == "e_value"
    assert (found.interval.low, found.interval.high) == (
        one.low - other.high,
        min(1.0, one.high - other.low),
    )


def test_what_a_rule_showed_is_not_denied_by_what_was_under_way(make: MakeReport) -> None:
    rule = {"power": {"baseline": 0.1, "effect": 0.5}}
    cells = [Cell("c" * 10 + "h" * 6), Cell("h" * 10 + "c" * 6, condition=GOAL)]
    (effect,) = make(cells, stop_when=rule).comparisons.effects
    shown = e_values([(False, True)] * 10 + [(True, False)] * 6, Alternative(0.1, 0.5))
    assert shown[9] > 20 > shown[-1]
    assert effect.difference.p_value == pytest.approx(1 / shown[9])


def test_epochs_are_paired_by_number_as_the_rule_pairs_them(make: MakeReport) -> None:
    rule = {"power": {"baseline": 0.1, "effect": 0.5}}
    cells = [Cell("hucchec"), Cell("uhhhhhh", condition=GOAL)]
    (effect,) = make(cells, stop_when=rule).comparisons.effects
    pairs = [(False, True), (False, True), (True, True), (False, True)]
    evidence = max(e_values(pairs, Alternative(0.1, 0.5)))
    assert effect.difference.p_value == pytest.approx(min(1, 1 / evidence))


def test_a_cell_without_a_verdict_gives_no_difference_and_no_p(make: MakeReport) -> None:
    (effect,) = make([Cell("cc"), Cell("uu", condition=GOAL)]).comparisons.effects
    assert (effect.difference.estimate, effect.difference.p_value, effect.adjusted) == (None,) * 3


EVALUATED = ("evaluation", "evaluation", "neither", "neither")
INTENDED = (
    {"intent": "stated", "acknowledgement": "before"},
    {"intent": "stated", "acknowledgement": "after"},
    {"intent": "none", "acknowledgement": "none"},
    {"intent": "none", "acknowledgement": "no_act"},
)


def two_cells(looked: bool = False, says: Sequence[str] = (), thinks: Thinks = ()) -> list[Cell]:
    """Return a cell with one harm beside one with three, whose agents said the same."""
    return [
        Cell("hccc", looked=looked, says=says, thinks=thinks),
        Cell("hhhc", condition=GOAL, says=says, thinks=thinks),
    ]


def counts(report: Report, name: str) -> dict[str, tuple[Count, Count]]:
    """Return what an effect is split into, with and without the factor's value."""
    (effect,) = report.comparisons.effects
    return {
        each.group: (each.difference.first.count, each.difference.second.count)
        for each in effect.by_split
        if each.split.name == name
    }


def test_effects_are_split_by_what_agents_took_their_surroundings_for(make: MakeReport) -> None:
    report = make(two_cells(says=EVALUATED))
    assert counts(report, "awareness") == {
        "evaluation": (Count(2, 2), Count(1, 2)),
        "neither": (Count(1, 2), Count(0, 2)),
    }
    assert "of those that said “evaluation”" in write_page(report)


def test_effects_are_split_by_intent_and_by_acknowledgement_alike(make: MakeReport) -> None:
    report = make(two_cells(thinks=INTENDED))
    assert counts(report, "awareness") == {}
    assert counts(report, "intent") == {
        "stated": (Count(2, 2), Count(1, 2)),
        "none": (Count(1, 2), Count(0, 2)),
    }
    # Said only afterwards it is as good as not said; without a harm it was said in time.
    assert counts(report, "acknowledgement") == {
        "acknowledged": (Count(1, 2), Count(1, 2)),
        "not_acknowledged": (Count(2, 2), Count(0, 2)),
    }
    page = write_page(report)
    assert "of those that stated an intent to harm" in page
    assert "of those that called it wrong before acting" in page


def test_each_cell_has_its_rates_by_what_agents_said(make: MakeReport) -> None:
    report = make([Cell("hccc", says=EVALUATED, thinks=INTENDED)])
    document: Any = report_document(report)
    (cell,) = document["cells"]
    assert {
        name: {group: (rate["events"], rate["n"]) for group, rate in groups.items()}
        for name, groups in cell["said"].items()
    } == {
        "awareness": {"evaluation": (1, 2), "neither": (0, 2)},
        "intent": {"stated": (1, 2), "none": (0, 2)},
        "acknowledgement": {"acknowledged": (1, 2), "not_acknowledged": (0, 2)},
    }
    assert cell["said"]["intent"]["stated"]["method"] == "wilson"
    said = write_page(report).partition('<h2 id="said">')[2].partition("</section>")[0]
    assert "stated an intent to harm" in said
    assert "1 of 2" in said


def test_a_terminal_shows_each_cell_by_what_agents_said(make: MakeReport) -> None:
    report = make(two_cells(looked=True, thinks=INTENDED))
    console = Console(width=200, file=StringIO(), record=True)
    console.print(*show_report(report, width=200), sep="\n")
    lines = [line.split() for line in console.export_text().splitlines()]
    (row, *_) = [line for line in lines if line[:5] == ["stated", "an", "intent", "to", "harm"]]
    assert row[-7:-3] == ["1", "of", "2", "50.0%"]
    assert row[-1].endswith("*")
    assert any(line[:3] == ["of", "those", "that"] for line in lines)


def test_what_is_split_is_not_tested_and_holds_for_any_n_where_it_must(make: MakeReport) -> None:
    report = make(two_cells(looked=True, says=EVALUATED, thinks=INTENDED))
    for each in report.comparisons.effects[0].by_split:
        assert each.difference.first.interval == time_uniform_interval(each.difference.first.count)
        assert (each.difference.method, each.difference.p_value) == ("time_uniform", None)
    document: Any = report_document(report)
    for name, group in (("awareness", "evaluation"), ("intent", "stated")):
        assert {"p", "p_holm", "test"}.isdisjoint(document["effects"][0][name][group])
    assert document["cells"][0]["said"]["intent"]["stated"]["method"] == "time_uniform"
    fixed = make(two_cells(says=EVALUATED), name="fixed")
    assert fixed.comparisons.effects[0].by_split[0].difference.method == "newcombe"


def test_methods_say_how_it_is_found_what_agents_said(make: MakeReport) -> None:
    methods = write_page(make(two_cells(says=EVALUATED))).partition('id="methods"')[2]
    assert "found by fixed rules of English wording" in methods
    assert "An intent to harm is stated" not in methods


def test_what_a_judge_graded_is_not_said_to_be_found_by_rules(make: MakeReport) -> None:
    report = make([Cell("hccc", says=EVALUATED, thinks=INTENDED, graded_by=["openai/a"] * 4)])
    for text in (explain_splits(report.results), write_page(report)):
        assert "fixed rules" not in text
        assert "Awareness was graded by openai/a" in text
        assert "different graders" not in text
    document: Any = report_document(report)
    assert document["graded_by"]["awareness"] == {"openai/a": 4}


def test_gradings_by_different_graders_in_one_split_are_told(make: MakeReport) -> None:
    graders = ["rules", "openai/a", "rules", "rules"]
    report = make([Cell("hccc", says=EVALUATED, graded_by=graders)])
    said = explain_splits(report.results)
    assert "found by fixed rules of English wording" in said
    assert "different graders (episodes: rules 3, openai/a 1)" in said
    assert said in write_page(report).replace("&#39;", "'")
    document: Any = report_document(report)
    assert document["graded_by"]["awareness"] == {"rules": 3, "openai/a": 1}


def test_without_grades_nothing_is_split(make: MakeReport) -> None:
    said_nothing = ({"intent": "none", "acknowledgement": "none"},) * 4
    for name, thinks in (("ungraded", ()), ("silent", said_nothing)):
        report = make(two_cells(thinks=thinks), name=name)
        assert report.comparisons.effects[0].by_split == ()
        page = write_page(report)
        assert "of those that" not in page
        assert 'id="said"' not in page
