"""Episodes over several days and sessions, with Alex's notes carried over."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine

from alex.chat import ModelReply
from alex.tape import dump_tape, load_tape
from corpmail.database import read_transaction, write_transaction
from corpmail.errors import SessionEndedError
from corpmail.journal import Act
from corpmail.schemas import MessageCreate
from insider.episodes import (
    Changes,
    Cut,
    EditedReply,
    EpisodePlan,
    Event,
    EventKind,
    Fork,
    OtherDecision,
    Reviewers,
    RunSettings,
    Sandbox,
    cut_episode,
    end_episode,
    get_episode,
    look_back,
    portable_tape,
    read_recorded_tape,
    record_of,
    rendering_by_id,
    replay_episode,
    replay_tape,
    run_episode,
)
from insider.episodes.forking import EditedCall
from insider.scenarios import RenderedScenario, Safeguards
from support.agents import FINISH, PlannedModel, call, say
from support.builders import ANN, BOB, CAROL, START
from support.colleagues import CAST, CHAIN, PlayingModel
from support.long_story import (
    FIRST_END,
    HOUR,
    LAST_NOTE,
    NOTE,
    SECOND,
    SECOND_END,
    SESSIONS,
    THIRD,
    finish,
    make_long_story,
)
from support.looking import everything_seen
from support.reviews import SayingReviewer
from support.stories import Stage, make_story, store_story

LIST = call(("list_messages", {}))
TO_ANN = call(("send_message", {"to": [ANN], "subject": "For you", "text": "Here."}))
TO_BOB = call(("send_message", {"to": [BOB], "subject": "Hello", "text": "Done."}))
DAYS = (LIST, TO_ANN, NOTE, finish("One."), LIST, NOTE, finish("Two."), LAST_NOTE, finish("Three."))
TURNS = (Act.SESSION_BEGAN, Act.SESSION_ENDED, Act.MAIL_ARRIVED, EventKind.EPISODE_ENDED)


@dataclass(frozen=True)
class Played:
    """An episode that was played, and its model, which knows what it was asked."""

    id: str
    events: Sequence[Event]
    model: PlannedModel
    stop_reason: str | None
    parts_at: int | None


@pytest.fixture
def stage(engine: Engine) -> Stage:
    return make_stage(engine)


def make_stage(engine: Engine, story: RenderedScenario | None = None) -> Stage:
    return Stage(Sandbox(engine), store_story(engine, story or make_long_story()))


def play(
    stage: Stage,
    *replies: ModelReply,
    settings: RunSettings | None = None,
    reviewers: Reviewers | None = None,
    colleagues: PlayingModel | None = None,
    cut: Cut | None = None,
) -> Played:
    model = PlannedModel(replies)
    fork = None if cut is None else Fork(parent=cut.parent.id, step=cut.step, changed=Changes())
    plan = EpisodePlan(model=model.name, settings=settings or RunSettings(), fork=fork)
    result = asyncio.run(
        run_episode(
            stage.sandbox,
            stage.stored,
            model=model,
            plan=plan,
            reviewers=reviewers,
            colleagues=colleagues,
            prefix=None if cut is None else cut.prefix,
        )
    )
    assert result.error is None
    with read_transaction(stage.sandbox.engine) as session:
        episode = get_episode(session, result.id)
    events = stage.events(result.id)
    return Played(result.id, events, model, episode.stop_reason, episode.parts_at)


def play_fork(
    stage: Stage, cut: Cut, *replies: ModelReply, reviewers: Reviewers | None = None
) -> Played:
    return play(stage, *replies, reviewers=reviewers, cut=cut)


def turns(played: Played) -> list[tuple[str, int, JsonValue]]:
    """Return when sessions began and ended and mail came, in order."""
    told = ("session", "subject", "stop_reason")
    return [
        (
            event.kind.value,
            event.at - START,
            next(event.data[key] for key in told if key in event.data),
        )
        for event in played.events
        if event.kind in TURNS
    ]


def ends(played: Played) -> list[JsonValue]:
    return [event.data["reason"] for event in played.events if event.kind is Act.SESSION_ENDED]


def assert_replays(stage: Stage, episode_id: str) -> None:
    assert asyncio.run(replay_episode(stage.sandbox, episode_id)).difference is None


def test_an_episode_goes_over_days_and_mail_comes_in_between(stage: Stage) -> None:
    played = play(stage, *DAYS)
    assert turns(played) == [
        ("session_began", 0, 1),
        ("session_ended", 120, 1),
        ("mail_arrived", 100 + HOUR, "Re: For you"),
        ("mail_arrived", FIRST_END + HOUR - START, "Over lunch"),
        ("session_began", SECOND - START, 2),
        ("session_ended", SECOND + 30 - START, 2),
        ("mail_arrived", SECOND_END + HOUR - START, "In the night"),
        ("session_began", THIRD - START, 3),
        ("episode_ended", THIRD + 20 - START, "finished"),
    ]
    steps = [event.step for event in played.events if event.kind is EventKind.MODEL_CALL]
    assert steps == [*range(1, 10)]
    times = [event.at for event in played.events]
    assert times == sorted(times)


def test_a_session_knows_nothing_of_the_others_but_the_notes(stage: Stage) -> None:
    model = play(stage, *DAYS).model
    second = model.asked[4]
    assert [each["role"] for each in second] == ["system", "user"]
    said = str(second[1]["content"])
    assert said.startswith("# Session 2\n\nLook after the afternoon's mail.\n\n# Your notes\n\n")
    assert "Ann is told by Thursday." in said
    assert "You have none yet." in str(model.asked[0][1]["content"])
    third = str(model.asked[7][1]["content"])
    assert third.count("Ann is told by Thursday.") == 2


def test_the_prompt_says_when_a_session_ends_and_the_next_begins(stage: Stage) -> None:
    model = play(stage, *DAYS).model
    prompts = [str(model.asked[at][0]["content"]) for at in (0, 4, 7)]
    dates = [line for prompt in prompts for line in prompt.split("\n") if "sessions." in line]
    assert ["and the next begins on" in line for line in dates] == [True, True, False]
    assert all("This one ends on " in line for line in dates)
    assert "test" not in prompts[0].lower()
    assert len({prompt.split("\n")[2] for prompt in prompts}) == 3


def test_tools_for_notes_are_there_in_several_sessions_alone(stage: Stage, engine: Engine) -> None:
    model = play(stage, FINISH).model
    names = [tool.name for tool in model.offered[0]]
    assert names[-4:] == ["read_notes", "write_notes", "finish", "cancel_alert"]
    one = Stage(stage.sandbox, store_story(engine, make_story()))
    played = play(one, LIST, FINISH)
    assert "write_notes" not in [tool.name for tool in played.model.offered[0]]
    assert Act.SESSION_BEGAN not in {event.kind for event in played.events}


def test_notes_that_are_too_long_are_told_to_the_model(stage: Stage) -> None:
    long = call(("write_notes", {"text": "x" * 10_001}))
    played = play(stage, long, call(("read_notes", {})), FINISH)
    said = [str(each["content"]) for each in played.model.asked[2] if each["role"] == "tool"]
    assert "write them anew and shorter" in said[0]
    assert said[1] == "Your notes are empty."
    assert Act.NOTES_WRITTEN not in {event.kind for event in played.events}


def test_a_session_ends_at_its_time_in_the_middle_of_an_answer(engine: Engine) -> None:
    short = (SESSIONS[0].model_copy(update={"until": START + 100}), *SESSIONS[1:])
    stage = make_stage(engine, make_long_story(sessions=short))
    letter: dict[str, JsonValue] = {"to": [ANN], "subject": "For you", "text": "Here."}
    thrice = call(("list_messages", {}), ("send_message", letter), ("list_messages", {}))
    played = play(stage, thrice, FINISH, FINISH)
    assert ends(played) == ["time", "finished"]
    results = [event.data for event in played.events if event.kind is EventKind.TOOL_RESULT]
    assert [each["is_error"] for each in results[:2]] == [False, True]
    assert "until the next one begins" in str(results[1]["content"])
    # What it asked for after that was not even tried, and it begins anew.
    assert [each["name"] for each in results[2:]] == ["finish", "finish"]
    assert len(played.model.asked[1]) == 2
    assert_replays(stage, played.id)


def test_a_session_has_its_own_number_of_steps_within_those_of_all(engine: Engine) -> None:
    bounded = (SESSIONS[0].model_copy(update={"steps": 2}), *SESSIONS[1:])
    stage = make_stage(engine, make_long_story(sessions=bounded))
    played = play(stage, LIST, settings=RunSettings(steps=5))
    assert ends(played) == ["step_limit"]
    assert played.stop_reason == "step_limit"
    assert len(played.model.asked) == 5
    assert_replays(stage, played.id)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (RunSettings(tokens=450), "token_limit"),
        (RunSettings(cost_usd=1.1), "cost_limit"),
        (RunSettings(steps=5), "step_limit"),
    ],
)
def test_limits_hold_for_all_sessions_together(
    stage: Stage, settings: RunSettings, reason: str
) -> None:
    played = play(stage, LIST, LIST, finish("One."), LIST, settings=settings)
    assert (played.stop_reason, len(played.model.asked)) == (reason, 5)
    assert ends(played) == ["finished"]


def test_the_last_session_ends_the_episode_by_its_time_or_its_steps(engine: Engine) -> None:
    last = SESSIONS[2].model_copy(update={"until": THIRD + 15})
    stage = make_stage(engine, make_long_story(sessions=(*SESSIONS[:2], last)))
    assert play(stage, finish("One."), finish("Two."), LIST).stop_reason == "deadline"
    few = SESSIONS[2].model_copy(update={"steps": 1})
    stage = make_stage(engine, make_long_story(sessions=(*SESSIONS[:2], few)))
    assert play(stage, finish("One."), finish("Two."), LIST).stop_reason == "step_limit"


def test_words_alone_end_a_session_as_they_end_other_work(stage: Stage) -> None:
    words = [say("Nothing more today.")] * 3
    played = play(stage, LIST, *words, *words, *words)
    assert (ends(played), played.stop_reason) == (["finished", "finished"], "finished")
    assert_replays(stage, played.id)


def test_a_refusal_ends_the_episode_in_any_session(stage: Stage) -> None:
    played = play(stage, LIST, finish("One."), say("I will not.", refusal="no"))
    assert (ends(played), played.stop_reason) == (["finished"], "refused")


def test_an_episode_of_several_sessions_is_played_again_byte_for_byte(stage: Stage) -> None:
    played = play(stage, *DAYS)
    assert_replays(stage, played.id)
    tape = portable_tape(record_of(stage.sandbox.engine, played.id))
    recorded = read_recorded_tape(load_tape(dump_tape(tape)))
    replay = asyncio.run(replay_tape(stage.sandbox, stage.stored, recorded))
    assert (replay.difference, replay.compared) == (None, len(played.events))


def test_calls_in_text_work_over_sessions_too(stage: Stage) -> None:
    def block(name: str, arguments: str) -> ModelReply:
        return say(f'<tool_call name="{name}">\n{arguments}\n</tool_call>')

    note = block("write_notes", '{"text": "Ask Ann."}')
    done = block("finish", '{"summary": "x"}')
    played = play(stage, note, done, settings=RunSettings(tool_protocol="text"))
    assert ends(played) == ["finished", "finished"]
    assert "Ask Ann." in str(played.model.asked[2][1]["content"])
    calls = [event.request_id for event in played.events if event.kind is EventKind.TOOL_CALL]
    assert len(calls) == len(set(calls))
    assert_replays(stage, played.id)


@pytest.mark.parametrize("approves", [True, False])
def test_what_waits_at_the_end_of_a_session_is_decided_before_the_next(
    engine: Engine, approves: bool
) -> None:
    guarded = Safeguards(approval="all", approver="judge")
    stage = make_stage(engine, make_long_story(safeguards=guarded))
    judge = SayingReviewer([approves])
    both = call(
        ("send_message", {"to": [ANN], "subject": "For you", "text": "Here."}),
        ("finish", {"summary": "x"}),
    )
    played = play(stage, both, FINISH, FINISH, reviewers=Reviewers({"judge": judge}))
    kinds = [event.kind for event in played.events]
    order = (Act.SESSION_ENDED, EventKind.APPROVAL_DECIDED, Act.SESSION_BEGAN)
    places = [kinds.index(order[0]), kinds.index(order[1]), kinds.index(order[2], 5)]
    assert places == sorted(places)
    arrived = [each.data for each in played.events if each.kind is Act.MAIL_ARRIVED]
    # Who got it in time has answered when the next session begins.
    assert [each["subject"] for each in arrived][:1] == [
        "Re: For you" if approves else "Over lunch"
    ]
    assert_replays(stage, played.id)


def test_what_colleagues_set_going_goes_on_between_sessions(engine: Engine) -> None:
    stage = make_stage(engine, make_long_story(replies=CHAIN))
    told = call(("send_message", {"to": [ANN], "subject": "A word", "text": "See the ledger."}))
    played = play(stage, told, FINISH, FINISH, FINISH)
    ended = next(each.at for each in played.events if each.kind is Act.SESSION_ENDED)
    first, second = (
        event
        for event in played.events
        if event.kind is Act.MAIL_ARRIVED and event.data["sender"] in (BOB, CAROL)
    )
    # Bob writes because of what Ann passes on, and Carol because of Bob, while nobody works.
    assert [each.data["subject"] for each in (first, second)] == ["Alex", "Re: Alex"]
    assert ended < first.at < second.at < SECOND
    assert_replays(stage, played.id)


def test_played_colleagues_answer_what_a_session_left_before_the_next(engine: Engine) -> None:
    answer = {"does": "reply", "to": None, "text": "No.", "after_minutes": 5, "why": "Because."}
    story = make_long_story().model_copy(update={"colleagues": "model", "cast": CAST})
    stage = make_stage(engine, story)
    both = call(
        ("send_message", {"to": [BOB], "subject": "For you", "text": "Here."}),
        ("finish", {"summary": "x"}),
    )
    played = play(stage, both, FINISH, FINISH, colleagues=PlayingModel(lambda _: answer))
    kinds = [event.kind for event in played.events]
    order = (Act.SESSION_ENDED, EventKind.COLLEAGUE_ANSWERED, Act.SESSION_BEGAN)
    places = [kinds.index(order[0]), kinds.index(order[1]), kinds.index(order[2], 5)]
    assert places == sorted(places)
    arrived = [each.data["subject"] for each in played.events if each.kind is Act.MAIL_ARRIVED]
    assert "Re: For you" in arrived
    assert_replays(stage, played.id)


def test_a_fork_goes_on_in_a_later_session(stage: Stage) -> None:
    parent = play(stage, *DAYS)
    fork = play_fork(stage, cut_episode(stage.sandbox.engine, parent.id, step=5), TO_BOB, FINISH)
    assert fork.parts_at is None
    # Its model sees the second session up to there, and the notes of the first.
    assert [each["role"] for each in fork.model.asked[0]] == ["system", "user", "assistant", "tool"]
    assert "Ann is told by Thursday." in str(fork.model.asked[0][1]["content"])
    assert turns(fork)[:5] == turns(parent)[:5]
    assert ends(fork) == ["finished", "finished"]
    assert_replays(stage, fork.id)


def test_a_fork_after_the_step_that_ended_a_session_begins_the_next(stage: Stage) -> None:
    parent = play(stage, *DAYS)
    cut = cut_episode(stage.sandbox.engine, parent.id, step=4)
    fork = play_fork(stage, cut, FINISH)
    assert str(fork.model.asked[0][1]["content"]).startswith("# Session 2")
    assert fork.parts_at is None
    assert_replays(stage, fork.id)


def test_a_fork_with_another_reply_goes_on_in_the_session_that_had_ended(stage: Stage) -> None:
    parent = play(stage, *DAYS)
    other = EditedReply(tool_calls=(EditedCall(name="list_messages"),))
    cut = cut_episode(stage.sandbox.engine, parent.id, step=4, reply=other)
    fork = play_fork(stage, cut, FINISH)
    assert str(fork.model.asked[0][1]["content"]).startswith("# Session 1")
    assert len(fork.model.asked[0]) == 10
    assert_replays(stage, fork.id)


def test_a_fork_plays_what_was_decided_between_two_sessions(engine: Engine) -> None:
    guarded = Safeguards(approval="all", approver="judge")
    stage = make_stage(engine, make_long_story(safeguards=guarded))
    judge = Reviewers({"judge": SayingReviewer([True])})
    both = call(
        ("send_message", {"to": [ANN], "subject": "For you", "text": "Here."}),
        ("finish", {"summary": "x"}),
    )
    parent = play(stage, both, LIST, FINISH, FINISH, reviewers=judge)
    asked = SayingReviewer([False])
    cut = cut_episode(stage.sandbox.engine, parent.id, step=2)
    fork = play_fork(stage, cut, FINISH, reviewers=Reviewers({"judge": asked}))
    assert (fork.parts_at, asked.shown) == (None, [])
    assert_replays(stage, fork.id)
    no = OtherDecision(item=1, decision="refuse", reason="Not yet.")
    turned = play_fork(stage, cut_episode(engine, parent.id, decision=no), FINISH, reviewers=judge)
    arrived = [each.data for each in turned.events if each.kind is Act.MAIL_ARRIVED]
    assert [each["subject"] for each in arrived] == ["Over lunch", "In the night"]
    assert_replays(stage, turned.id)


def test_a_foreign_agent_goes_through_the_sessions_itself(stage: Stage) -> None:
    opened = stage.open_foreign()

    async def scene() -> None:
        client = stage.sandbox.client(opened.token)
        await client.write_notes("Mine.")
        await client.end_session("finished")
        with pytest.raises(SessionEndedError):
            await client.list_messages()
        begun = await client.next_session()
        assert (begun.number, begun.notes) == (2, "Mine.")
        page = await client.list_messages()
        assert page.items[0].subject == "Over lunch"

    asyncio.run(scene())
    with write_transaction(stage.sandbox.engine) as session:
        end_episode(session, opened.id, stop_reason="finished")
    kinds = [event.kind for event in stage.events(opened.id)]
    assert kinds.count(Act.SESSION_BEGAN) == 2


def test_looking_back_shows_what_was_seen_in_every_session(stage: Stage) -> None:
    opened = stage.open_foreign()
    seen: dict[int, object] = {}

    def keep() -> None:
        last = stage.events(opened.id)[-1].seq
        with look_back(stage.sandbox, opened.id) as ctx:
            seen[last] = everything_seen(ctx)

    async def scene() -> None:
        client = stage.sandbox.client(opened.token)
        await client.send(MessageCreate(to=[ANN], subject="For you", text="Here."))
        keep()
        for _ in range(2):
            await client.end_session("finished")
            keep()
            await client.next_session()
            keep()
            page = await client.list_messages(folder="inbox", limit=1)
            await client.open_message(page.items[0].id)
            keep()

    asyncio.run(scene())
    for number, before in seen.items():
        with look_back(stage.sandbox, opened.id, at=number) as ctx:
            assert everything_seen(ctx) == before, number


def test_a_story_in_one_session_is_stored_as_it_was_before_there_were_several(
    engine: Engine,
) -> None:
    short, long = (make_stage(engine, story).stored for story in (make_story(), make_long_story()))
    assert "sessions" not in short.rendering.model_dump(mode="json")
    with read_transaction(engine) as session:
        assert rendering_by_id(session, short.id).rendering.sessions == ()
        assert rendering_by_id(session, long.id).rendering.sessions == SESSIONS
