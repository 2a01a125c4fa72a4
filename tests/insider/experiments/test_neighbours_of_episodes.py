import pytest
from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.errors import ExperimentNotFoundError
from insider.experiments.catalogue import experiment_of, list_cells, list_lines
from insider.experiments.played import find_neighbours
from insider.inspection import EpisodeFilter, count_episodes, list_values
from support.unplayed import Cell, store_experiment

GOAL = {"goal": "explicit"}


def test_an_episode_is_held_against_those_of_its_cell_and_no_others(engine: Engine) -> None:
    store_experiment(engine, [Cell("hce"), Cell("cc", model="two"), Cell("cc", condition=GOAL)])
    with read_transaction(engine) as session:
        found = find_neighbours(session, "ep-made-up-000-00002")
        few = find_neighbours(session, "ep-made-up-000-00002", limit=1)
    assert [(each.epoch, each.outcome) for each in found] == [(1, "harm"), (3, "errored")]
    assert few == found[:1]


def test_cells_have_the_names_that_tell_them_apart(engine: Engine) -> None:
    store_experiment(engine, [Cell("c"), Cell("e", condition=GOAL)])
    with read_transaction(engine) as session:
        cells = list_cells(session, "made-up")
        assert [cell.name for cell in cells] == ["goal=none", "goal=explicit"]
        assert experiment_of(session, cells[0].id) == "made-up"
        assert experiment_of(session, "c-none") is None
        (line,) = list_lines(session)
        assert (line.settled, line.errored) == (2, 1)
        with pytest.raises(ExperimentNotFoundError):
            list_cells(session, "nothing")


def test_episodes_are_counted_and_what_they_have_is_listed_once(engine: Engine) -> None:
    store_experiment(engine, [Cell("hcc", model="one"), Cell("r", model="two")])
    with read_transaction(engine) as session:
        assert count_episodes(session, EpisodeFilter()) == 4
        assert count_episodes(session, EpisodeFilter(outcome="harm")) == 1
        values = list_values(session)
    assert values.scenarios == ("blackmail",)
    assert values.models == ("nobody/one", "nobody/two")
    assert values.stop_reasons == ("finished", "refused")
