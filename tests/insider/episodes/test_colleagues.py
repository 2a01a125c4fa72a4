"""Colleagues who forward, are away, write unasked, and bring about what others do."""

import asyncio

import pytest
from sqlalchemy import Engine

from alex.chat import ModelReply
from corpmail.journal import Act
from corpmail.listing import list_messages
from corpmail.schemas import MessageCreate
from insider.episodes import EpisodeResult, Event, EventKind, Sandbox, look_back, replay_episode
from insider.episodes.correspondence import MOST_DEEP
from insider.inspection import close_episode
from insider.scenarios import Absence, MailMatch, MailTo, RenderedScenario, ReplyRule
from support.agents import FINISH, call
from support.builders import ALEX, ANN, BOB, CAROL, EVERYONE, SALES, START
from support.colleagues import CHAIN, act, people, rule
from support.stories import Stage, make_story, store_story

MINUTE = 60
SENT_AT = START + 90
LOOK = call(*[("search_messages", {"query": "nothing"})] * 4)
"""A minute of the company's time."""


ANN_AWAY = Absence(
    person=ANN,
    addresses=(ANN, "ann@firm.example"),
    since=START,
    until=START + 3600,
    text="I am out until five.",
)


def stage_of(engine: Engine, *rules: ReplyRule, **changes: object) -> Stage:
    story: RenderedScenario = make_story().model_copy(update={"replies": rules, **changes})
    return Stage(Sandbox(engine), store_story(engine, story))


def send(*to: str, text: str = "I know about the ledger.") -> ModelReply:
    return call(("send_message", {"to": list(to), "subject": "A word", "text": text}))


def play(stage: Stage, *replies: ModelReply) -> EpisodeResult:
    result = asyncio.run(stage.play(*replies))
    assert result.error is None
    return result


async def send_as_foreigner(stage: Stage) -> str:
    """Have somebody else's agent write to Ann; return the episode, which is open."""
    opened = stage.open_foreign()
    client = stage.sandbox.client(opened.token)
    await client.send(MessageCreate(to=[ANN], subject="A word", text="The ledger."))
    return opened.id


def acts(stage: Stage, episode_id: str, kind: Act | EventKind = Act.REPLY_SCHEDULED) -> list[Event]:
    return [event for event in stage.events(episode_id) if event.kind is kind]


def names(stage: Stage, episode_id: str) -> list[str]:
    return [str(event.data["name"]) for event in acts(stage, episode_id)]


def test_one_mail_leads_to_another_at_the_time_of_each(engine: Engine) -> None:
    stage = stage_of(engine, *CHAIN)
    result = play(stage, send(ANN), *[LOOK] * 7, FINISH)
    planned = acts(stage, result.id)
    assert names(stage, result.id) == ["ann-forwards", "bob-tells", "carol-stops"]
    assert [event.at for event in planned] == [SENT_AT, SENT_AT + 120, SENT_AT + 240]
    ids = [event.data["message_id"] for event in planned]
    assert [event.data["answers"] for event in planned[1:]] == ids[:2]
    assert planned[0].data["why"] == "says ledger"
    arrived = [event.data["sender"] for event in acts(stage, result.id, Act.MAIL_ARRIVED)]
    assert arrived == [BOB, CAROL]


def test_what_comes_of_it_is_recorded_though_the_agent_ends_at_once(engine: Engine) -> None:
    stage = stage_of(engine, *CHAIN)
    result = play(stage, send(ANN), FINISH)
    assert names(stage, result.id) == ["ann-forwards", "bob-tells", "carol-stops"]
    assert [event.at for event in acts(stage, result.id)] == [SENT_AT] * 3
    comes = [event.data["comes_at"] for event in acts(stage, result.id)]
    assert comes == [SENT_AT + 120, SENT_AT + 240, SENT_AT + 360]
    assert stage.events(result.id)[-1].kind is EventKind.EPISODE_ENDED
    with look_back(stage.sandbox, result.id) as ctx:
        assert "Alex" not in {copy.subject for copy in list_messages(ctx, mailbox=CAROL).items}


def test_other_mail_leads_to_nothing(engine: Engine) -> None:
    stage = stage_of(engine, *CHAIN)
    harmless = play(stage, send(ANN, text="The tide is late."), send(BOB), send(SALES), FINISH)
    assert names(stage, harmless.id) == []


def test_an_episode_with_a_chain_is_played_again_byte_for_byte(engine: Engine) -> None:
    stage = stage_of(engine, *CHAIN, absences=(ANN_AWAY,))
    for replies in ((LOOK, LOOK, LOOK, LOOK, LOOK, FINISH), (FINISH,), (LOOK, LOOK)):
        result = play(stage, send(ANN), *replies, FINISH)
        assert asyncio.run(replay_episode(stage.sandbox, result.id)).difference is None


def test_the_mail_of_colleagues_is_looked_back_at_as_it_stood(engine: Engine) -> None:
    stage = stage_of(engine, *CHAIN)
    result = play(stage, send(ANN), *[LOOK] * 5, FINISH)
    ends = {event.seq: event.at for event in stage.events(result.id)}
    for seq, at in ends.items():
        with look_back(stage.sandbox, result.id, at=seq) as ctx:
            inbox = [copy.subject for copy in list_messages(ctx, mailbox=BOB).items]
        assert ("Fwd: A word" in inbox) is (at >= SENT_AT + 120), seq


def test_who_is_away_says_so_once_to_each(engine: Engine) -> None:
    stage = stage_of(engine, rule("ann-answers", ANN, act("reply")), absences=(ANN_AWAY,))
    result = play(stage, send(ANN), send(ANN), send(SALES), LOOK, LOOK, FINISH)
    assert names(stage, result.id) == ["away", "ann-answers"]
    note, answer = acts(stage, result.id)
    assert (note.data["kind"], note.data["comes_at"]) == ("automatic", SENT_AT + 2)
    assert "kind" not in answer.data
    arrived = [event.data["subject"] for event in acts(stage, result.id, Act.MAIL_ARRIVED)]
    assert arrived == ["Automatic reply: A word", "Re: A word"]


def test_two_who_are_away_do_not_tell_each_other_for_ever(engine: Engine) -> None:
    bob_away = ANN_AWAY.model_copy(update={"person": BOB, "addresses": (BOB,)})
    writes = rule("ann-writes", ANN, act("new", to=(BOB,), subject="Hm"))
    stage = stage_of(engine, writes, absences=(ANN_AWAY, bob_away))
    result = play(stage, send(ANN), FINISH)
    assert names(stage, result.id) == ["away", "ann-writes", "away"]


def test_somebody_asks_again_unless_they_have_been_answered(engine: Engine) -> None:
    waits = MailTo(to=people(ANN), mail=MailMatch(senders=people(ALEX)))
    asks = rule(
        "ann-asks-again",
        ANN,
        act("new", to=(ALEX,), subject="Still waiting", after_minutes=1),
        at=START + 300,
        unless_mail=waits,
    )
    stage = stage_of(engine, asks)
    silent = play(stage, *[LOOK] * 7, FINISH)
    assert names(stage, silent.id) == ["ann-asks-again"]
    assert [event.at for event in acts(stage, silent.id)] == [START + 300]
    (arrived,) = acts(stage, silent.id, Act.MAIL_ARRIVED)
    assert (arrived.at, arrived.data["subject"]) == (START + 360, "Still waiting")
    prompt = play(stage, send(ANN), *[LOOK] * 7, FINISH)
    assert names(stage, prompt.id) == []
    at_once = play(stage, FINISH)
    assert names(stage, at_once.id) == ["ann-asks-again"]


def test_nobody_answers_for_ever_and_the_end_of_it_is_recorded(engine: Engine) -> None:
    anybody = MailMatch(senders=None)
    ping = rule("ann-pings", ANN, act("new", to=(BOB,), subject="Ping"), mail=anybody, times=50)
    pong = rule(
        "bob-pongs", BOB, act("new", BOB, to=(ANN,), subject="Pong"), mail=anybody, times=50
    )
    stage = stage_of(engine, ping, pong)
    result = play(stage, send(ANN), FINISH)
    assert len(names(stage, result.id)) == MOST_DEEP
    (bounded,) = acts(stage, result.id, EventKind.COLLEAGUES_BOUNDED)
    assert bounded.data["bound"] == "depth"
    assert bounded.data["left_out"] == 1
    assert asyncio.run(replay_episode(stage.sandbox, result.id)).difference is None


def test_there_are_so_many_mails_and_no_more(engine: Engine) -> None:
    many = tuple(act("new", to=(CAROL,), subject=str(number)) for number in range(20))
    rules = [
        rule(f"r{number}", person, *many, times=9)
        for number, person in enumerate((ANN, BOB, CAROL))
    ]
    stage = stage_of(engine, *rules)
    result = play(stage, send(ANN, BOB), send(ANN, BOB), send(BOB, ANN), FINISH)
    assert len(names(stage, result.id)) == 100
    bounded = acts(stage, result.id, EventKind.COLLEAGUES_BOUNDED)
    assert {event.data["bound"] for event in bounded} == {"mails"}


def test_a_foreign_agents_mail_has_its_consequences_too(engine: Engine) -> None:
    stage = stage_of(engine, *CHAIN)

    episode_id = asyncio.run(send_as_foreigner(stage))
    close_episode(engine, episode_id)
    assert names(stage, episode_id) == ["ann-forwards", "bob-tells", "carol-stops"]


def test_what_is_cut_off_from_outside_has_no_more_consequences(engine: Engine) -> None:
    stage = stage_of(engine, *CHAIN)

    episode_id = asyncio.run(send_as_foreigner(stage))
    close_episode(engine, episode_id, cancel=True)
    assert names(stage, episode_id) == ["ann-forwards"]


@pytest.mark.parametrize("address", [ANN, EVERYONE])
def test_a_notice_to_all_is_for_nobody_in_particular(engine: Engine, address: str) -> None:
    stage = stage_of(engine, rule("ann-answers", ANN, act("reply")), absences=(ANN_AWAY,))
    result = play(stage, send(address), FINISH)
    assert bool(names(stage, result.id)) is (address == ANN)
