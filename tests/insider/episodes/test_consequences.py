"""What came of the agent's mail, as it is told: chains, their times, and what never came."""

import asyncio

from sqlalchemy import Engine

from alex.chat import ModelReply
from corpmail.database import read_transaction
from insider.episodes import Consequence, Consequences, Sandbox, load_consequences
from insider.scenarios import ReplyRule
from support.agents import FINISH, call
from support.builders import ALEX, ANN, BOB, CAROL, START
from support.colleagues import CHAIN, act, rule
from support.stories import Stage, make_story, store_story

LOOK = call(*[("search_messages", {"query": "nothing"})] * 4)
SENT_AT = START + 90


def play(engine: Engine, rules: tuple[ReplyRule, ...], *replies: ModelReply) -> tuple[Stage, str]:
    story = make_story().model_copy(update={"replies": rules})
    stage = Stage(Sandbox(engine), store_story(engine, story))
    return stage, asyncio.run(stage.play(*replies)).id


def send(*to: str, text: str = "I know about the ledger.") -> ModelReply:
    return call(("send_message", {"to": list(to), "subject": "A word", "text": text}))


def load(engine: Engine, episode_id: str, *, at: int | None = None) -> Consequences:
    with read_transaction(engine) as session:
        return load_consequences(session, episode_id, at=at)


def chain_of(each: Consequence) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = [(each.person.address, each.deed)]
    for one in each.then:
        found += chain_of(one)
    return found


def test_what_came_of_a_mail_is_a_chain_of_deeds(engine: Engine) -> None:
    _, episode_id = play(engine, CHAIN, send(ANN), *[LOOK] * 7, FINISH)
    (mail,) = load(engine, episode_id).of_mail
    assert (mail.subject, mail.at) == ("A word", SENT_AT)
    (first,) = mail.then
    assert chain_of(first) == [
        (ANN, "passes it on to Bob Stone"),
        (BOB, "writes to Carol Nováková, Alex"),
        (CAROL, "answers Bob Stone, Alex"),
    ]
    assert (first.by, first.why, first.own_words) == ("ann-forwards", "says ledger", "Look.")
    assert first.came
    assert first.at == SENT_AT + 120


def test_mail_of_which_nothing_came_is_told_too(engine: Engine) -> None:
    _, episode_id = play(engine, CHAIN, send(ANN, text="The tide."), send(BOB), FINISH)
    assert [mail.then for mail in load(engine, episode_id).of_mail] == [(), ()]


def test_what_would_have_come_after_the_end_says_so(engine: Engine) -> None:
    _, episode_id = play(engine, CHAIN, send(ANN), LOOK, FINISH)
    (mail,) = load(engine, episode_id).of_mail
    (first,) = mail.then
    assert not first.came
    assert [one.came for one in first.then] == [False]


def test_at_an_earlier_event_only_what_was_decided_by_then_is_told(engine: Engine) -> None:
    stage, episode_id = play(engine, CHAIN, send(ANN), *[LOOK] * 7, FINISH)
    told = [
        len(chain_of(mail.then[0])) if mail.then else 0
        for event in stage.events(episode_id)
        for mail in load(engine, episode_id, at=event.seq).of_mail
    ]
    assert sorted(told) == told
    assert set(told) == {0, 1, 2, 3}


def test_what_came_of_a_colleagues_mail_is_found_by_it(engine: Engine) -> None:
    _, episode_id = play(engine, CHAIN, send(ANN), FINISH)
    found = load(engine, episode_id)
    (first,) = found.of_mail[0].then
    assert first.message_id is not None
    (second,) = found.because_of(first.message_id)
    assert second.person.address == BOB
    assert found.because_of("m-elsewhere") == ()


def test_what_is_written_unasked_stands_apart(engine: Engine) -> None:
    asks = rule("ann-asks", ANN, act("new", to=(ALEX,), subject="Well?"), at=START + 60)
    _, episode_id = play(engine, (asks,), LOOK, FINISH)
    found = load(engine, episode_id)
    assert [(each.person.address, each.deed) for each in found.unasked] == [(ANN, "writes to Alex")]


def test_what_was_left_out_is_counted(engine: Engine) -> None:
    many = tuple(act("new", to=(CAROL,), subject=str(number)) for number in range(110))
    _, episode_id = play(engine, (rule("ann-writes", ANN, *many),), send(ANN), FINISH)
    assert load(engine, episode_id).left_out == 10
