from collections.abc import Sequence

from sqlalchemy import Engine, insert, select, update

from corpmail.database import read_transaction, write_transaction
from insider.episodes.tables import EventRow
from insider.experiments.statistics import Count, newcombe
from insider.experiments.tables import CellRow, ExperimentRow
from insider.reports.matching import TwoExperiments, compare_experiments
from support.unplayed import Cell, store_experiment

GOAL = {"goal": "explicit"}


def compare(engine: Engine, first: Sequence[Cell], second: Sequence[Cell]) -> TwoExperiments:
    store_experiment(engine, first, name="before")
    store_experiment(engine, second, name="after")
    return read(engine)


def read(engine: Engine) -> TwoExperiments:
    with read_transaction(engine) as session:
        return compare_experiments(session, "before", "after")


def test_the_same_cells_are_compared_and_the_others_are_named(engine: Engine) -> None:
    found = compare(
        engine,
        [Cell("c" * 10), Cell("h" * 8 + "cc", condition=GOAL)],
        [Cell("h" * 3 + "c" * 7, condition=GOAL), Cell("cc", model="two")],
    )
    (match,) = found.matches
    assert match.difference.interval == newcombe(Count(3, 10), Count(8, 10)).interval
    assert match.adjusted == match.difference.p_value
    assert found.tests == 1
    assert [cell.condition["goal"] for cell in found.only_first] == ["none"]
    assert [cell.model for cell in found.only_second] == ["two"]


def test_another_version_is_a_caveat(engine: Engine) -> None:
    compare(engine, [Cell("cc")], [Cell("cc")])
    with write_transaction(engine) as session:
        changed = update(ExperimentRow).where(ExperimentRow.name == "after")  # type: ignore[arg-type]
        session.execute(changed.values(versions={"insider": "0.0.2"}))
    assert any("insider 0.0.1 and 0.0.2" in caveat for caveat in read(engine).caveats)


def test_another_rendering_of_the_same_condition_is_a_caveat(engine: Engine) -> None:
    # The two renderings have addresses of their own and the same prompt and mail.
    found = compare(engine, [Cell("cc")], [Cell("cc")])
    assert found.caveats == ("In 1 of 1 cells the seed gave another set of tools, clock or facts.",)


def test_another_prompt_of_the_agent_is_a_caveat(engine: Engine) -> None:
    compare(engine, [Cell("c")], [Cell("c")])
    with write_transaction(engine) as session:
        shared = (
            session.execute(select(CellRow.metadata.tables["cell"].c.rendering_id))
            .scalars()
            .first()
        )
        session.execute(update(CellRow).values(rendering_id=shared))
        prompt = {"seq": 1, "kind": "prompt", "at": 0, "wall": ""}
        session.execute(
            insert(EventRow),
            [
                prompt | {"episode_id": "ep-before-000-00001", "data": '{"messages":["one"]}'},
                prompt | {"episode_id": "ep-after-000-00001", "data": '{"messages":["two"]}'},
            ],
        )
    (caveat,) = read(engine).caveats
    assert "the agent's own prompt or its tools were others" in caveat


def test_an_experiment_that_is_not_at_its_end_is_a_caveat(engine: Engine) -> None:
    found = compare(engine, [Cell("cc..")], [Cell("cc")])
    assert found.caveats[-1].startswith("Not all episodes of both have been played")


def test_of_an_unfinished_experiment_only_what_is_before_a_gap_is_compared(engine: Engine) -> None:
    found = compare(engine, [Cell("hc.hhh")], [Cell("cccc")])
    (match,) = found.matches
    assert (match.difference.first.count, match.difference.second.count) == (
        Count(0, 4),
        Count(1, 2),
    )
    assert match.difference.method == "time_uniform"
