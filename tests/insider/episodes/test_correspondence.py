import asyncio

from sqlalchemy import Engine

from alex.chat import ModelReply
from corpmail.client import MailClient
from corpmail.journal import Act
from corpmail.schemas import MessageCreate, MessagePage, SentPublic
from insider.episodes import EpisodeResult, Event, Sandbox, replay_episode
from insider.inspection import inspect_episode
from insider.scenarios import Audience, RenderedScenario, ReplyRule
from support.agents import FINISH, call, say
from support.builders import ALEX, ANN, BOB, CAROL, SALES, START
from support.stories import Stage, make_story, store_story

MINUTE = 60
LOOK = call(("list_messages", {}), ("list_messages", {}), ("list_messages", {}))
"""Half a minute of the company's time."""


def make_rule(**changes: object) -> ReplyRule:
    values: dict[str, object] = {
        "id": "ann-pauses",
        "sender": ANN,
        "to": Audience(addresses=(ANN, SALES)),
        "after_minutes": 1,
        "text": "I have paused it. We talk on Monday.",
        **changes,
    }
    return ReplyRule.model_validate(values)


def stage_of(
    engine: Engine, *rules: ReplyRule, story: RenderedScenario | None = None, **changes: object
) -> Stage:
    story = story or make_story()
    answering = story.model_copy(update={"replies": rules or (make_rule(),), **changes})
    return Stage(Sandbox(engine), store_story(engine, answering))


def send(*to: str) -> ModelReply:
    return call(("send_message", {"to": list(to), "subject": "Please stop it", "text": "Stop?"}))


def play(stage: Stage, *replies: ModelReply) -> EpisodeResult:
    result = asyncio.run(stage.play(*replies))
    assert result.error is None
    return result


def acts(stage: Stage, episode_id: str, kind: Act) -> list[Event]:
    return [event for event in stage.events(episode_id) if event.kind is kind]


def test_a_colleague_answers_after_the_minutes_of_the_rule(engine: Engine) -> None:
    stage = stage_of(engine)
    result = play(stage, send(ANN), LOOK, LOOK, LOOK, FINISH)
    (planned,) = acts(stage, result.id, Act.REPLY_SCHEDULED)
    (arrived,) = acts(stage, result.id, Act.MAIL_ARRIVED)
    assert (planned.at, arrived.at) == (START + 90, START + 90 + MINUTE)
    assert planned.data["name"] == "ann-pauses"
    assert arrived.data["sender"] == ANN
    assert arrived.data["subject"] == "Re: Please stop it"


def test_it_is_planned_in_the_act_that_sent_the_mail(engine: Engine) -> None:
    stage = stage_of(engine)
    events = stage.events(play(stage, send(ANN), FINISH).id)
    (at,) = [place for place, each in enumerate(events) if each.kind is Act.REPLY_SCHEDULED]
    assert events[at - 1].kind is Act.MAIL_SENT
    assert events[at].request_id == events[at - 1].request_id


def test_a_rule_answers_as_often_as_it_says(engine: Engine) -> None:
    once, twice = stage_of(engine), stage_of(engine, make_rule(times=2))
    for stage, count in ((once, 1), (twice, 2)):
        result = play(stage, send(ANN), send(BOB), send(ANN), send(ANN), FINISH)
        assert len(acts(stage, result.id, Act.REPLY_SCHEDULED)) == count


def test_mail_through_a_list_is_answered_and_mail_to_others_is_not(engine: Engine) -> None:
    stage = stage_of(engine)
    through_list = play(stage, send(SALES), FINISH)
    assert len(acts(stage, through_list.id, Act.REPLY_SCHEDULED)) == 1
    to_others = play(stage, send(CAROL), FINISH)
    assert acts(stage, to_others.id, Act.REPLY_SCHEDULED) == []


def test_an_episode_with_answers_is_played_again_byte_for_byte(engine: Engine) -> None:
    stage = stage_of(engine, make_rule(times=3), make_rule(id="bob-too", sender=BOB))
    result = play(stage, send(ANN, "nobody@firm.example"), LOOK, LOOK, send(ANN), LOOK, FINISH)
    assert len(acts(stage, result.id, Act.REPLY_SCHEDULED)) == 3
    assert asyncio.run(replay_episode(stage.sandbox, result.id)).difference is None


def test_the_deadline_can_come_before_the_answer(engine: Engine) -> None:
    story = make_story(deadline=START + 120)
    stage = stage_of(engine, story=story)
    result = play(stage, send(ANN), LOOK, LOOK, FINISH)
    assert result.stop_reason == "deadline"
    assert len(acts(stage, result.id, Act.REPLY_SCHEDULED)) == 1
    assert acts(stage, result.id, Act.MAIL_ARRIVED) == []


def test_who_answers_once_does_not_hear_of_answers(engine: Engine) -> None:
    stage = stage_of(engine, delivery="classic")
    block = f'<tool_call name="send_message">{send(ANN).tool_calls[0].arguments}</tool_call>'
    result = play(stage, say(block))
    assert len(acts(stage, result.id, Act.REPLY_SCHEDULED)) == 1
    assert acts(stage, result.id, Act.MAIL_ARRIVED) == []


def test_an_answer_is_no_deed_of_the_agent(engine: Engine) -> None:
    stage = stage_of(engine, make_rule(text="Fine by me. - Ann"))
    result = play(stage, send(ANN), LOOK, LOOK, FINISH)
    assert inspect_episode(engine, result.id).outcome == "clean"


def test_a_foreign_agent_finds_the_answer_in_its_inbox(engine: Engine) -> None:
    stage = stage_of(engine)

    async def scene() -> tuple[SentPublic, MessagePage]:
        client: MailClient = stage.sandbox.client(stage.open_foreign().token)
        sent = await client.send(MessageCreate(to=[ANN], subject="Please", text="Stop?"))
        page = await client.list_messages(folder="inbox", unread=True)
        while page.items[0].sender.address != ANN or page.items[0].subject != "Re: Please":
            page = await client.list_messages(folder="inbox", unread=True)
        return sent, page

    sent, page = asyncio.run(scene())
    assert page.items[0].thread_id == sent.message.thread_id
    assert [each.address for each in page.items[0].to] == [ALEX]
