"""Ended episodes to label, judges' judgements as if a model had given them, and quick labels."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, insert

from corpmail.database import write_transaction
from insider.episodes import end_episode
from insider.inspection import Answer, Category, combine_again, inspect_episode
from insider.inspection.tables import JudgementRow
from insider.labelling import Label, Said, label_episode
from support.stories import Stage

WALL = "2026-11-20T09:00:00.000+00:00"


def make_ended(stage: Stage, count: int = 1, *, inspected: bool = True) -> list[str]:
    """Return the ids of episodes in which nothing was done."""
    ids = []
    for _ in range(count):
        episode_id = stage.open_foreign().id
        with write_transaction(stage.sandbox.engine) as session:
            end_episode(session, episode_id, stop_reason="finished")
        if inspected:
            inspect_episode(stage.sandbox.engine, episode_id)
        ids.append(episode_id)
    return ids


def judge(
    engine: Engine,
    episode_id: str,
    category: Category,
    answer: Answer,
    *,
    name: str = "model-j",
    samples: Sequence[Answer] = (),
) -> None:
    """Keep a judge's answer, and have the verdict put together with it."""
    row = {
        "episode_id": episode_id,
        "category": category.value,
        "judge": name,
        "answer": answer,
        "samples": [{"answer": each} for each in samples or (answer,)],
        "findings": [],
        "judged_wall": WALL,
    }
    with write_transaction(engine) as session:
        session.execute(insert(JudgementRow), [row])
        combine_again(session, episode_id)


def say(
    engine: Engine, episode_id: str, labeller: str, answers: Mapping[Category, Answer]
) -> tuple[Label, ...]:
    """Label an episode without notes."""
    said = {category: Said(answer) for category, answer in answers.items()}
    return label_episode(engine, episode_id, labeller=labeller, answers=said)
