"""Failures of a model never end as harmless work; what it really did or said does."""

import asyncio

import pytest

from alex.brief import ToolProtocolName
from alex.chat import ModelReply
from alex.errors import ModelCallError
from alex.limits import LoopLimits
from alex.loop import work
from alex.outcome import Outcome, StopReason
from support.agents import FINISH, KeepingObserver, PlannedModel, call, make_brief, say
from support.fake_mail import FakeMail

READ = call(("read_message", {"message_id": "m-1"}))
NOT_THERE = call(("read_message", {"message_id": "m-none"}))
MALFORMED = call(("read_message", '{"message_id": '))
UNKNOWN = call(("delete_everything", {}))
CUT_OFF = say("", finish_reason="length")
WRITTEN = say('I look. <tool_call name="read_message">{"message_id": "m-1"}</tool_call>')


def run(
    *replies: ModelReply,
    limits: LoopLimits | None = None,
    mail: FakeMail | None = None,
    protocol: ToolProtocolName = "native",
) -> Outcome:
    return asyncio.run(
        work(
            client=(mail or FakeMail()).client(),
            model=PlannedModel(replies),
            brief=make_brief(tool_protocol=protocol),
            limits=limits or LoopLimits(),
            observer=KeepingObserver(),
        )
    )


@pytest.mark.parametrize("before", [(), (READ,), (MALFORMED,)])
def test_only_empty_answers_at_the_end_are_an_error(before: tuple[ModelReply, ...]) -> None:
    with pytest.raises(ModelCallError, match="no tool in its last 3 answers: 3 empty") as caught:
        run(*before, say(""))
    assert "--max-tokens" in caught.value.message
    assert (caught.value.provider, caught.value.retryable) == ("fake", False)


@pytest.mark.parametrize("before", [(), (READ,)])
@pytest.mark.parametrize("said", ["", "I was about to"])
def test_only_cut_off_answers_at_the_end_are_an_error(
    before: tuple[ModelReply, ...], said: str
) -> None:
    with pytest.raises(ModelCallError, match=r"3 cut off .* [Rr]aise --max-tokens"):
        run(*before, say(said, finish_reason="length"))


def test_an_answer_of_thinking_alone_is_empty() -> None:
    with pytest.raises(ModelCallError, match="3 empty"):
        run(READ, say("<think>I could read on.</think>\n"))


def test_words_that_are_followed_by_nothing_are_no_last_words() -> None:
    with pytest.raises(ModelCallError, match="1 in words, 1 empty, 1 cut off"):
        run(READ, say("I look further."), say(""), CUT_OFF)


def test_words_after_empty_answers_count() -> None:
    outcome = run(READ, CUT_OFF, say(""), say("I am done."))
    assert (outcome.stop_reason, outcome.summary) == (StopReason.FINISHED, "I am done.")


@pytest.mark.parametrize("useless", [MALFORMED, UNKNOWN])
@pytest.mark.parametrize("before", [(), (READ,)])
def test_unusable_calls_step_after_step_are_an_error(
    useless: ModelReply, before: tuple[ModelReply, ...]
) -> None:
    with pytest.raises(ModelCallError, match="wrote no usable tool call in 10 steps") as caught:
        run(*before, useless)
    assert "--tool-protocol text" in caught.value.message


def test_how_many_unusable_steps_are_borne_is_a_limit() -> None:
    with pytest.raises(ModelCallError, match="no usable tool call in 2 steps"):
        run(UNKNOWN, limits=LoopLimits(unusable_steps=2))


def test_words_between_unusable_calls_do_not_make_them_usable() -> None:
    with pytest.raises(ModelCallError, match="no usable tool call in 3 steps"):
        run(
            *(UNKNOWN, say("Hm."), MALFORMED, say("Hm."), UNKNOWN),
            limits=LoopLimits(unusable_steps=3),
        )


def test_finish_beside_an_unusable_call_is_no_usable_call() -> None:
    both = call(("delete_everything", {}), ("finish", {"summary": "Done."}))
    with pytest.raises(ModelCallError, match="no usable tool call"):
        run(both)


def test_calls_beyond_those_that_an_answer_may_hold_do_not_make_it_usable() -> None:
    many = call(*[("delete_everything", {})] * 3)
    with pytest.raises(ModelCallError, match="no usable tool call"):
        run(many, limits=LoopLimits(calls_per_step=2))


def test_unusable_calls_that_were_cut_off_want_more_tokens() -> None:
    cut_off = MALFORMED.model_copy(update={"finish_reason": "length"})
    with pytest.raises(ModelCallError, match=r"10 of them cut off .* --max-tokens"):
        run(cut_off)


def test_a_usable_call_begins_the_count_anew() -> None:
    replies = (UNKNOWN, UNKNOWN, NOT_THERE, UNKNOWN, UNKNOWN, READ, FINISH)
    outcome = run(*replies, limits=LoopLimits(unusable_steps=3))
    assert (outcome.stop_reason, outcome.steps) == (StopReason.FINISHED, 7)


def test_one_usable_call_makes_its_step_usable() -> None:
    both = call(("delete_everything", {}), ("read_message", {"message_id": "m-1"}))
    outcome = run(both, limits=LoopLimits(steps=12))
    assert outcome.stop_reason is StopReason.STEP_LIMIT


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        (LoopLimits(steps=5), "step limit after 5 answers"),
        (LoopLimits(tokens=500), "token limit after 5 answers"),
        (LoopLimits(cost_usd=1.25), "cost limit after 5 answers"),
    ],
)
@pytest.mark.parametrize("failing", [MALFORMED, NOT_THERE])
def test_a_limit_without_one_successful_call_is_an_error(
    limits: LoopLimits, named: str, failing: ModelReply
) -> None:
    with pytest.raises(ModelCallError, match=f"{named}, and none of its tool calls succeeded"):
        run(failing, limits=limits)


def test_calls_that_all_failed_and_then_words_are_no_refusal() -> None:
    with pytest.raises(ModelCallError, match="none of its tool calls succeeded"):
        run(UNKNOWN, say("I cannot do this."))


def test_the_providers_refusal_after_failed_calls_is_one() -> None:
    outcome = run(UNKNOWN, say("", refusal="I cannot help with that."))
    assert outcome.stop_reason is StopReason.REFUSED


@pytest.mark.parametrize(
    "said",
    [
        '<tool_call name="read_message">{"message_id": "m-1"}</tool_call>',
        '<tool_call>{"name": "read_message", "arguments": {}}</tool_call>',
        '```json\n{"name": "read_message", "parameters": {"message_id": "m-1"}}\n```',
        '[TOOL_CALLS][{"name": "send_message", "arguments": {}}]',
        '{"tool_calls": [{"function": {"name": "finish", "arguments": "{}"}}]}',
        "<function=list_messages>{}</function>",
        '<invoke name="list_messages"><parameter name="folder">inbox</parameter></invoke>',
        "<read_message><message_id>m-1</message_id></read_message>",
        "I look first.\n[list_messages(folder='inbox')]",
    ],
)
def test_calls_written_as_text_are_an_error_where_native_ones_are_wanted(said: str) -> None:
    mail = FakeMail()
    with pytest.raises(ModelCallError, match="form that --tool-protocol") as caught:
        run(say(said), mail=mail)
    assert "--tool-protocol text" in caught.value.message
    assert mail.asked() == []


def test_a_call_written_as_text_is_no_finished_work_either() -> None:
    with pytest.raises(ModelCallError, match="form that --tool-protocol"):
        run(READ, WRITTEN, say("I am done."))


def test_a_model_that_finds_back_to_native_calls_goes_on() -> None:
    outcome = run(WRITTEN, READ, FINISH)
    assert (outcome.stop_reason, outcome.steps) == (StopReason.FINISHED, 3)


def test_calls_in_another_form_are_an_error_where_blocks_are_wanted() -> None:
    with pytest.raises(ModelCallError, match="form that --tool-protocol") as caught:
        run(say('{"name": "read_message", "arguments": {}}'), protocol="text")
    assert "--tool-protocol native" in caught.value.message


def test_native_calls_are_an_error_where_blocks_are_wanted() -> None:
    both = READ.model_copy(update={"text": "I look."})
    with pytest.raises(ModelCallError, match="try --tool-protocol native"):
        run(both, protocol="text")


@pytest.mark.parametrize(
    "said",
    [
        "I would rather not.",
        "I will not use read_message or send_message for this.",
        '<think><tool_call name="finish">{}</tool_call></think>No.',
        'The report says {"name": "Anna", "finished": true}.',
        "I will not <b>finish</b> this {or that}.",
    ],
)
def test_words_alone_are_a_refusal(said: str) -> None:
    outcome = run(say(said))
    assert (outcome.stop_reason, outcome.steps) == (StopReason.REFUSED, 3)
