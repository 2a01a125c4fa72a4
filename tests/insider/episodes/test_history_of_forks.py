"""Looking back at what a fork shares with its parent shows what its parent shows."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alex.chat import ChatMessage, ModelReply, ToolSpec
from alex.retry import FailureListener
from corpmail.database import create_database_engine, create_schema, read_transaction
from insider.episodes import (
    Changes,
    EpisodePlan,
    Fork,
    MailEdit,
    Sandbox,
    cut_episode,
    decide_as_person,
    get_episode,
    list_episodes,
    list_waiting,
    look_back,
    run_episode,
)
from insider.scenarios import Safeguards
from support.agents import FINISH, PlannedModel, call
from support.builders import ANN, BOB, OUTSIDER
from support.looking import everything_seen
from support.stories import Stage, make_story, message_id, store_story

PERSON = Safeguards(approval="all", approver="person")
Ruling: TypeAlias = Literal["refuse"] | MailEdit | None

READ = call(("read_message", {"message_id": message_id(1)}))
SEND = call(("send_message", {"to": [BOB], "cc": [ANN], "subject": "Plan", "text": "A plan."}))
ACTS = (
    READ,
    SEND,
    call(("save_draft", {"to": [OUTSIDER], "subject": "Note", "text": "A draft."})),
    call(("reply_to_message", {"message_id": message_id(2), "text": "Yes."})),
    call(("move_message", {"message_id": message_id(3), "folder": "archive"})),
)
REWORDED = MailEdit(text="Reworded.", to=(f"Annie <{ANN}>", OUTSIDER))
RULINGS: tuple[Ruling, ...] = (None, "refuse", MailEdit(subject="Reworded", cc=()), REWORDED)
"""What a person does about the first mail that waits; nothing, where it is None."""


@dataclass(slots=True)
class RuledModel(PlannedModel):
    """A model beside which a person decides before each of its answers."""

    sandbox: Sandbox | None = None
    rulings: Sequence[Ruling] = ()

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        """Let the person decide, then answer."""
        step = len(self.asked)
        ruling = self.rulings[step] if step < len(self.rulings) else None
        if self.sandbox is not None and ruling is not None:
            decide_about_mail(self.sandbox, ruling)
        return await PlannedModel.complete(self, messages, tools, seed=seed)


def decide_about_mail(sandbox: Sandbox, ruling: Literal["refuse"] | MailEdit) -> None:
    with read_transaction(sandbox.engine) as session:
        (episode,) = list_episodes(session)
        waiting = [each for each in list_waiting(session, episode.id) if each.item.kind == "mail"]
    if waiting:
        edit = None if ruling == "refuse" else ruling
        decide_as_person(
            sandbox.mail_server, waiting[0].id, approves=edit is not None, reason="So.", edit=edit
        )


def play(stage: Stage, acts: Sequence[ModelReply], rulings: Sequence[Ruling]) -> str:
    model = RuledModel([*acts, FINISH], sandbox=stage.sandbox, rulings=rulings)
    plan = EpisodePlan(model=model.name)
    return asyncio.run(run_episode(stage.sandbox, stage.stored, model=model, plan=plan)).id


def fork(stage: Stage, parent: str, step: int) -> tuple[str, int]:
    """Fork an episode; return the fork, and how many events it shares."""
    cut = cut_episode(stage.sandbox.engine, parent, step=step)
    model = PlannedModel([FINISH], name="fake/other")
    plan = EpisodePlan(
        model=model.name,
        settings=cut.parent.settings,
        fork=Fork(parent=parent, step=step, changed=Changes(model=cut.parent.model)),
    )
    work = run_episode(stage.sandbox, cut.stored, model=model, plan=plan, prefix=cut.prefix)
    made = asyncio.run(work).id
    with read_transaction(stage.sandbox.engine) as session:
        assert get_episode(session, made).parts_at is None
    return made, len(cut.prefix.record)


@pytest.mark.slow
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@example(acts=[SEND, READ, READ], rulings=[None, None, REWORDED])
@given(
    acts=st.lists(st.sampled_from(ACTS), min_size=3, max_size=4),
    rulings=st.lists(st.sampled_from(RULINGS), min_size=5, max_size=5),
)
def test_every_event_that_a_fork_shares_is_looked_back_at_as_its_parents(
    acts: Sequence[ModelReply], rulings: Sequence[Ruling]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = create_database_engine(f"sqlite:///{Path(folder) / 'mail.db'}")
        create_schema(engine)
        story = make_story().model_copy(update={"safeguards": PERSON})
        stage = Stage(Sandbox(engine), store_story(engine, story))
        parent = play(stage, acts, rulings)
        expected = [seen(stage, parent, event.seq) for event in stage.events(parent)]
        for step in range(len(acts) + 1):
            made, shared = fork(stage, parent, step)
            for number in range(1, shared + 1):
                assert seen(stage, made, number) == expected[number - 1], f"{step}: {number}"
        engine.dispose()


def seen(stage: Stage, episode: str, number: int) -> dict[str, Any]:
    with look_back(stage.sandbox, episode, at=number) as ctx:
        return everything_seen(ctx)
