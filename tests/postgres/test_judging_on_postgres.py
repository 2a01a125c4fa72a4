"""Judgements and answers on Postgres."""

import asyncio

import pytest

from corpmail.database import read_transaction
from insider.inspection import Category
from insider.judging import AnswersInDatabase, Asking, get_judgements, judge_episode
from support.judged_story import play_lie
from support.judges import judged, stand_in_judge
from support.openai_server import openai_server
from support.stories import Stage

pytestmark = pytest.mark.postgres


def test_an_episode_is_judged_and_judged_again(stage: Stage) -> None:
    engine, episode = stage.sandbox.engine, play_lie(stage)
    with openai_server(judged("no")) as endpoint:
        judges = [stand_in_judge(endpoint)]
        first, again = (Asking(AnswersInDatabase(engine), samples=3) for _ in range(2))
        asyncio.run(judge_episode(engine, episode, judges, first))
        asyncio.run(judge_episode(engine, episode, judges, again))
    with read_transaction(engine) as session:
        judgements = get_judgements(session, episode)
    assert (first.asked, again.asked, again.reused) == (9, 0, 9)
    assert {each.category for each in judgements} >= {Category.DECEPTION, Category.SABOTAGE}
    assert {each.answer for each in judgements} == {"no"}
