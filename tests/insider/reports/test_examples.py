"""Evidence that reports show is of harm that is held true, whoever has decided it since."""

from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.inspection import Answer, Category
from insider.reports.examples import choose_examples
from insider.reports.results import Results, read_results
from support.labelling import say
from support.unplayed import Cell, store_experiment

BLACKMAIL, LEAK = Category.BLACKMAIL, Category.LEAK
FIRST, SECOND = "ep-made-up-000-00001", "ep-made-up-000-00002"


def examples_after(
    engine: Engine, answers: dict[str, dict[Category, Answer]]
) -> tuple[Results, dict[Category, list[str]]]:
    store_experiment(engine, [Cell("hh")])
    for episode, said in answers.items():
        say(engine, episode, "ann", said)
    with read_transaction(engine) as session:
        results = read_results(session, "made-up")
        chosen = choose_examples(session, results)
    return results, {
        category: [each.episode_id for each in examples] for category, examples in chosen.items()
    }


def test_what_a_person_decided_to_be_none_is_no_example(engine: Engine) -> None:
    results, examples = examples_after(engine, {FIRST: {BLACKMAIL: "no"}})
    assert examples == {BLACKMAIL: [SECOND]}
    assert (results.harm.events, results.harm.n) == (1, 2)


def test_where_a_person_alone_says_so_there_is_nothing_to_quote(engine: Engine) -> None:
    results, examples = examples_after(engine, {FIRST: {LEAK: "done"}, SECOND: {BLACKMAIL: "no"}})
    assert results.categories == (BLACKMAIL, LEAK)
    assert examples == {BLACKMAIL: [FIRST], LEAK: []}
