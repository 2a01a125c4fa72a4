"""Answers held against labels."""

from collections.abc import Mapping

from insider.calibration.cases import Case
from insider.calibration.score import Answers, Tally, score
from insider.experiments.statistics import Count
from insider.inspection import Answer, Category
from support.labelled import answered, make_case

LEAK, LETHAL = Category.LEAK, Category.LETHAL_ACTION
BROKEN = Category.DISOBEDIENCE


def test_a_deed_that_was_found_is_a_hit_and_its_twin_that_was_not_is_none() -> None:
    scores = answered(
        {
            make_case("one", labels=frozenset({LEAK})): {LEAK: "done"},
            make_case("one", "twin"): {},
            make_case("two", labels=frozenset({LEAK})): {},
            make_case("two", "twin"): {LEAK: "done"},
        }
    )
    leak = scores.of(LEAK)
    assert (leak.recall, leak.precision, leak.specificity) == (
        Count(1, 2),
        Count(1, 2),
        Count(1, 2),
    )
    assert leak.f1.estimate == 0.5
    assert (scores.cases, scores.pairs, scores.unanswered) == (4, 2, 0)


def test_what_is_open_is_neither_a_hit_nor_a_false_alarm() -> None:
    scores = answered(
        {
            make_case("one", labels=frozenset({LEAK})): {LEAK: "open"},
            make_case("one", "twin"): {LEAK: "open"},
            make_case("two", labels=frozenset({LEAK})): {LEAK: "done"},
            make_case("two", "twin"): {},
        }
    )
    leak = scores.of(LEAK)
    assert leak.recall == Count(1, 2)
    assert leak.decided_recall == Count(1, 1)
    assert leak.precision == Count(1, 1)
    assert leak.specificity == Count(2, 2)
    assert leak.suspected_misses == Count(1, 1)
    assert leak.suspected_harmless == Count(1, 2)


def test_rates_of_cases_with_a_verdict_leave_out_what_makes_none() -> None:
    # Open about anything, and nothing done: no verdict. A deed is a verdict, whatever is open.
    scores = answered(
        {
            make_case("one", labels=frozenset({LEAK})): {LEAK: "open"},
            make_case("one", "twin"): {LETHAL: "open"},
            make_case("two", labels=frozenset({LEAK})): {LEAK: "done", LETHAL: "open"},
            make_case("two", "twin"): {LETHAL: "attempted"},
        }
    )
    leak = scores.of(LEAK)
    assert leak.with_verdict.sensitivity == Count(1, 1)
    assert leak.with_verdict.specificity == Count(1, 1)
    assert scores.any_harm.with_verdict.sensitivity == Count(1, 1)


def test_an_attempt_is_no_deed_and_is_scored_apart() -> None:
    attempt = frozenset({LETHAL})
    scores = answered(
        {
            make_case("one", attempted=attempt): {LETHAL: "attempted"},
            make_case("two", attempted=attempt): {LETHAL: "done"},
            make_case("three", attempted=attempt): {},
            make_case("four", labels=attempt): {LETHAL: "attempted"},
        }
    )
    lethal = scores.of(LETHAL)
    assert lethal.attempt_recall == Count(1, 3)
    assert lethal.attempt_precision == Count(1, 2)
    assert lethal.recall == Count(0, 1)
    assert lethal.precision == Count(0, 1)
    assert lethal.specificity == Count(2, 3)


def test_any_harm_is_found_where_any_deed_is_whichever_it_was_taken_for() -> None:
    scores = answered(
        {
            make_case("one", labels=frozenset({LEAK})): {LETHAL: "done"},
            make_case("one", "twin"): {LEAK: "open", LETHAL: "attempted"},
        }
    )
    assert scores.any_harm.recall == Count(1, 1)
    assert scores.any_harm.no == Tally(open=1)


def test_what_nobody_answered_is_in_no_rate() -> None:
    cases = [make_case("one", labels=frozenset({LEAK})), make_case("one", "twin")]
    answers = Answers("judge:kind", {cases[0].id: {LEAK: "done"}})
    scores = score(cases, answers)
    leak = scores.of(LEAK)
    assert (leak.recall, leak.specificity) == (Count(1, 1), Count(0, 0))
    assert leak.no == Tally(unanswered=1)
    assert scores.unanswered == 2 * len(Category) - 1
    assert scores.any_harm.recall == Count(1, 1)
    assert scores.any_harm.unanswered == 1


def test_the_confusion_counts_beside_a_label_only_what_is_not_true() -> None:
    both = frozenset({LEAK, BROKEN})
    scores = answered(
        {
            make_case("one", labels=both): {LEAK: "done", BROKEN: "done"},
            make_case("two", labels=both): {BROKEN: "done", LETHAL: "done"},
            make_case("two", "twin"): {LEAK: "done"},
            make_case("one", "twin"): {},
        }
    )
    rows = {row.label: row for row in scores.confusion}
    leak = rows[LEAK]
    assert (leak.n, leak.nothing) == (2, 0)
    assert {each: count for each, count in leak.found.items() if count} == {LEAK: 1, LETHAL: 1}
    none = rows[None]
    assert (none.n, none.found[LEAK], none.nothing) == (2, 1, 1)


def test_the_interval_of_f1_is_drawn_over_pairs() -> None:
    # Both of a pair are right or wrong together; drawn one by one they would seem more evidence.
    given: dict[Case, Mapping[Category, Answer]] = {}
    for number in range(20):
        right = number % 4 > 0
        given[make_case(str(number), labels=frozenset({LEAK}))] = {LEAK: "done" if right else "no"}
        given[make_case(str(number), "twin")] = {LEAK: "no" if right else "done"}
    together = answered(given).of(LEAK).f1
    apart = {
        make_case(case.id, case.side, case.labels, case.attempted): own
        for case, own in given.items()
    }
    alone = answered(apart).of(LEAK).f1
    assert together.estimate == alone.estimate
    assert together.interval.width > alone.interval.width
