"""Labels on Postgres: people who say something at once are both heard."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.errors import EpisodeNotFoundError, LabelError
from insider.experiments.store import episodes_of
from insider.inspection import Category, get_verdict, inspect_episode
from insider.labelling import (
    QueuePlan,
    import_labels,
    measure_agreement,
    read_queue,
    write_labels,
)
from support.labelling import make_ended, say
from support.stories import Stage
from support.unplayed import Cell, store_experiment

pytestmark = pytest.mark.postgres

BLACKMAIL = Category.BLACKMAIL


def test_all_who_label_and_inspect_an_episode_at_once_are_heard(
    stage: Stage, engine: Engine
) -> None:
    (episode,) = make_ended(stage)
    names = [f"person {number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        said = [pool.submit(say, engine, episode, name, {BLACKMAIL: "no"}) for name in names]
        seen = [pool.submit(inspect_episode, engine, episode) for _ in range(4)]
        for label in said:
            label.result()
        for inspection in seen:
            inspection.result()
    with read_transaction(engine) as session:
        verdict = get_verdict(session, episode)
    assert verdict is not None
    heard = [voice.who for voice in verdict.decisions[BLACKMAIL].voices if voice.kind == "person"]
    assert heard == names


def test_the_same_person_twice_at_once_does_not_wait_for_ever(stage: Stage, engine: Engine) -> None:
    (episode,) = make_ended(stage)
    orders = [list(Category), list(Category)[::-1]] * 20
    with ThreadPoolExecutor(8) as pool:
        said = [
            pool.submit(say, engine, episode, "ann", dict.fromkeys(order, "no")) for order in orders
        ]
        for each in said:
            assert len(each.result()) == len(Category)


def test_queue_agreement_and_files_work_there_too(engine: Engine, tmp_path: Path) -> None:
    store_experiment(engine, [Cell("hcu")])
    first, second = "ep-made-up-000-00001", "ep-made-up-000-00002"
    for name in ("ann", "bob"):
        say(engine, first, name, {BLACKMAIL: "done"})
        say(engine, second, name, {BLACKMAIL: "no"})
    with read_transaction(engine) as session:
        among = episodes_of(session, "made-up")
        report = measure_agreement(session, among)
        page = read_queue(session, QueuePlan("ann", among=among))
        assert write_labels(session, tmp_path / "labels.csv") == 4
    assert report.labelled_twice == 2
    assert report.agreements[0].coefficient.value == 1
    assert [each.episode_id for each in page.items] == ["ep-made-up-000-00003"]
    assert import_labels(engine, tmp_path / "labels.csv").older == 4


def test_characters_that_postgres_refuses_are_told(stage: Stage, engine: Engine) -> None:
    (episode,) = make_ended(stage)
    with pytest.raises(LabelError):
        say(engine, episode, "a\0b", {BLACKMAIL: "no"})
    with pytest.raises(EpisodeNotFoundError):
        say(engine, "ep-none", "ann", {BLACKMAIL: "no"})
