import asyncio
from collections.abc import Sequence

import httpx
import pytest

from alex.brief import Brief
from alex.chat import ChatMessage, ModelReply, ToolSpec, Usage
from alex.errors import ContextFullError, ModelCallError, NoAnswerInTimeError, UnknownPriceError
from alex.limits import LoopLimits
from alex.loop import work
from alex.model import Model
from alex.outcome import Outcome, StopReason
from alex.retry import FailureListener
from corpmail.client import MailClient, MailTransportError
from corpmail.errors import MailError
from corpmail.schemas import ActionPublic
from support.agents import FINISH, KeepingObserver, PlannedModel, call, make_brief, say
from support.fake_mail import FakeMail

READ = call(("read_message", {"message_id": "m-1"}))


def run(
    model: Model,
    mail: FakeMail,
    observer: KeepingObserver | None = None,
    *,
    limits: LoopLimits | None = None,
    brief: Brief | None = None,
) -> Outcome:
    return asyncio.run(
        work(
            client=mail.client(),
            model=model,
            brief=brief or make_brief(),
            limits=limits or LoopLimits(),
            observer=observer or KeepingObserver(),
        )
    )


def test_works_until_the_model_calls_finish() -> None:
    model = PlannedModel([call(("list_messages", {})), READ, FINISH])
    mail = FakeMail()
    outcome = run(model, mail)
    assert outcome.stop_reason is StopReason.FINISHED
    assert outcome.summary == "All done."
    assert outcome.steps == 3
    assert outcome.usage.total_tokens == 300
    assert outcome.usage.cost_usd == pytest.approx(0.75)
    assert mail.asked() == ["GET /messages", "POST /messages/m-1/open"]


def test_tells_the_observer_everything_in_its_order() -> None:
    observer = KeepingObserver()
    run(PlannedModel([READ, FINISH]), FakeMail(), observer)
    assert observer.told == [
        ("began", 12),
        ("model_called", (1, 1)),
        ("tool_called", "read_message"),
        ("tool_answered", "read_message"),
        ("model_called", (2, 1)),
        ("tool_called", "finish"),
        ("tool_answered", "finish"),
    ]


def test_sends_the_providers_message_back_unchanged() -> None:
    thoughtful = READ.model_copy(
        update={
            "message": {
                **READ.message,
                "thinking_blocks": [{"type": "thinking", "thinking": "Hm.", "signature": "s=="}],
                "reasoning_content": "Hm.",
            }
        }
    )
    model = PlannedModel([thoughtful, FINISH])
    run(model, FakeMail())
    assert model.asked[1][2] == thoughtful.message
    assert model.asked[1][3]["tool_call_id"] == "id-0-read_message"


def test_calls_of_one_answer_are_made_in_their_order() -> None:
    mail = FakeMail()
    model = PlannedModel(
        [
            call(
                ("search_messages", {"query": "coffee"}),
                ("send_message", {"to": ["anna@harrow-vale.com"], "subject": "S", "text": "T"}),
                ("look_up_person", {"query": "Anna"}),
            ),
            FINISH,
        ]
    )
    run(model, mail)
    assert mail.asked() == ["GET /search", "POST /messages", "GET /directory"]
    ids = [message["tool_call_id"] for message in model.asked[1][3:]]
    assert ids == ["id-0-search_messages", "id-1-send_message", "id-2-look_up_person"]


def test_every_tool_call_is_one_request_under_its_own_id() -> None:
    mail = FakeMail()
    run(PlannedModel([READ, FINISH]), mail)
    ids = [request.request_id for request in mail.requests]
    assert ids == [None, None, "id-0-read_message"]


def test_finish_takes_effect_after_all_calls_beside_it() -> None:
    mail = FakeMail()
    finish_first = call(("finish", {"summary": "Sent."}), ("read_message", {"message_id": "m-1"}))
    outcome = run(PlannedModel([finish_first]), mail)
    assert outcome.stop_reason is StopReason.FINISHED
    assert outcome.summary == "Sent."
    assert mail.asked() == ["POST /messages/m-1/open"]


def test_finish_beside_a_failed_call_is_put_off_and_the_model_is_told() -> None:
    model = PlannedModel(
        [
            call(("finish", {"summary": "Read."}), ("read_message", {"message_id": "m-none"})),
            FINISH,
        ]
    )
    outcome = run(model, FakeMail())
    assert outcome.steps == 2
    assert "another call of the same answer failed" in str(model.asked[1][3]["content"])
    assert "message_not_found" in str(model.asked[1][4]["content"])


def test_finish_with_broken_arguments_is_told_to_the_model() -> None:
    model = PlannedModel([call(("finish", "{}")), FINISH])
    assert run(model, FakeMail()).steps == 2
    assert "'summary' is missing" in str(model.asked[1][3]["content"])


def test_malformed_arguments_are_told_and_sent_back_as_readable_json() -> None:
    model = PlannedModel([call(("read_message", '{"message_id": ')), FINISH])
    mail = FakeMail()
    run(model, mail)
    assert mail.asked() == []
    assert "not valid JSON" in str(model.asked[1][3]["content"])
    assert '"{\\"unreadable\\"' in ModelReply(message=model.asked[1][2]).model_dump_json()


def test_an_unknown_tool_is_told_with_the_names_there_are() -> None:
    observer = KeepingObserver()
    run(PlannedModel([call(("delete_everything", {})), FINISH]), FakeMail(), observer)
    assert observer.results[0].is_error
    assert "There is no tool 'delete_everything'" in observer.results[0].content
    assert "read_message" in observer.results[0].content


def test_more_calls_than_one_answer_may_hold_are_refused_one_by_one() -> None:
    mail = FakeMail()
    many = call(*[("read_message", {"message_id": "m-1"})] * 3)
    observer = KeepingObserver()
    run(PlannedModel([many, FINISH]), mail, observer, limits=LoopLimits(calls_per_step=2))
    assert len(mail.asked()) == 2
    assert [result.is_error for result in observer.results] == [False, False, True, False]


def test_a_granted_action_is_offered_and_called_with_its_own_schema() -> None:
    schema = {"type": "object", "properties": {"code": {"type": "string"}}}
    mail = FakeMail(
        actions=[ActionPublic(name="cancel_alert", description="Cancel it.", parameters=schema)]
    )
    model = PlannedModel([call(("cancel_alert", {"code": "7"})), FINISH])
    run(model, mail)
    assert model.offered[0][-1].parameters == schema
    assert mail.asked() == ["POST /actions/cancel_alert"]
    assert model.asked[1][3]["content"] == "Done: {'code': '7'}"


def test_the_step_limit_ends_the_work() -> None:
    outcome = run(PlannedModel([READ]), FakeMail(), limits=LoopLimits(steps=3))
    assert (outcome.stop_reason, outcome.steps) == (StopReason.STEP_LIMIT, 3)


def test_the_token_limit_ends_the_work_after_the_step_that_reached_it() -> None:
    mail = FakeMail()
    outcome = run(PlannedModel([READ]), mail, limits=LoopLimits(tokens=150))
    assert (outcome.stop_reason, outcome.steps) == (StopReason.TOKEN_LIMIT, 2)
    assert len(mail.asked()) == 2


def test_the_cost_limit_ends_the_work() -> None:
    outcome = run(PlannedModel([READ]), FakeMail(), limits=LoopLimits(cost_usd=0.5))
    assert (outcome.stop_reason, outcome.steps) == (StopReason.COST_LIMIT, 2)


def test_a_cost_limit_with_an_unknown_price_is_an_error_and_nothing_is_called() -> None:
    unpriced = READ.model_copy(update={"usage": Usage(prompt_tokens=5)})
    mail = FakeMail()
    with pytest.raises(UnknownPriceError, match="give its price, or limit steps"):
        run(PlannedModel([unpriced]), mail, limits=LoopLimits(cost_usd=1))
    assert mail.asked() == []


class SlowModel:
    name = "fake/slow"

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        await asyncio.Event().wait()
        raise AssertionError


class ThinkingModel(SlowModel):
    """Thinks before each answer, and reads a message each time."""

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        await asyncio.sleep(0.02)
        return READ


class TiringModel(SlowModel):
    """Reads a message, and then says nothing any more."""

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        if len(messages) == 2:
            return READ
        return await super().complete(messages, tools)


class FaultyModel(TiringModel):
    """Reads a message; then one attempt fails, and the next one hangs."""

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        if len(messages) > 2 and on_failure is not None:
            on_failure(1, ModelCallError("It is down.", provider="fake", retryable=True))
        return await super().complete(messages, tools)


class ForgetfulModel(SlowModel):
    """Reads so many messages, and then its context is full."""

    def __init__(self, reads: int) -> None:
        self._reads = reads

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        if len(messages) >= 2 + 2 * self._reads:
            raise ContextFullError("It is too long.", provider="fake", retryable=False, status=400)
        return READ


def test_a_full_context_ends_the_work_as_a_limit_does() -> None:
    outcome = run(ForgetfulModel(reads=3), FakeMail())
    assert (outcome.stop_reason, outcome.steps) == (StopReason.CONTEXT_LIMIT, 3)


def test_a_context_that_does_not_hold_the_prompt_is_an_error() -> None:
    with pytest.raises(ContextFullError, match="It is too long"):
        run(ForgetfulModel(reads=0), FakeMail())


def test_a_slow_model_that_answers_ends_at_its_time_limit() -> None:
    outcome = run(ThinkingModel(), FakeMail(), limits=LoopLimits(wall_seconds=0.5))
    assert outcome.stop_reason is StopReason.TIME_LIMIT
    assert outcome.steps > 1


def test_a_hang_that_used_up_the_time_is_no_time_limit_of_the_models() -> None:
    observer = KeepingObserver()
    with pytest.raises(NoAnswerInTimeError, match="no answer of fake/slow in the last"):
        run(TiringModel(), FakeMail(), observer, limits=LoopLimits(wall_seconds=0.3))
    assert observer.names().count("model_called") == 1


def test_time_that_ends_after_a_failed_attempt_is_no_time_limit_of_the_models() -> None:
    with pytest.raises(NoAnswerInTimeError, match="Its last attempt: It is down"):
        run(FaultyModel(), FakeMail(), limits=LoopLimits(wall_seconds=0.3))


def test_a_model_that_never_answered_within_the_time_limit_is_an_error() -> None:
    with pytest.raises(NoAnswerInTimeError, match="no answer of fake/slow"):
        run(SlowModel(), FakeMail(), limits=LoopLimits(wall_seconds=0.05))


def test_a_cancellation_passes_through() -> None:
    async def cancel_it() -> None:
        task = asyncio.create_task(
            work(
                client=FakeMail().client(),
                model=SlowModel(),
                brief=make_brief(),
                limits=LoopLimits(wall_seconds=60),
                observer=KeepingObserver(),
            )
        )
        await asyncio.sleep(0.02)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancel_it())


def test_closed_mail_ends_the_work_at_its_deadline_and_stops_further_calls() -> None:
    mail = FakeMail(failures={"GET /search": (410, "branch_closed", "The day is over.")})
    observer = KeepingObserver()
    model = PlannedModel([call(("search_messages", {"query": "x"}), ("list_messages", {}))])
    outcome = run(model, mail, observer)
    assert outcome.stop_reason is StopReason.DEADLINE
    assert observer.results[0].content == "Error: The day is over."
    assert mail.asked() == ["GET /search"]


def test_mail_that_is_closed_from_the_beginning_is_a_deadline_without_a_step() -> None:
    mail = FakeMail(failures={"GET /me": (410, "branch_closed", "The day is over.")})
    outcome = run(PlannedModel([READ]), mail)
    assert (outcome.stop_reason, outcome.steps) == (StopReason.DEADLINE, 0)


def test_a_failing_mail_server_is_no_behaviour_of_the_agent() -> None:
    mail = FakeMail(failures={"POST /messages/m-1/open": (500, "internal", "It broke.")})
    with pytest.raises(MailError, match="It broke"):
        run(PlannedModel([READ]), mail)


def test_mail_that_cannot_be_reached_is_an_error() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    http = httpx.AsyncClient(transport=httpx.MockTransport(refuse), base_url="http://mail.internal")
    episode = work(
        client=MailClient(http, "tok"),
        model=PlannedModel([READ]),
        brief=make_brief(),
        limits=LoopLimits(),
        observer=KeepingObserver(),
    )
    with pytest.raises(MailTransportError):
        asyncio.run(episode)


def test_a_model_that_calls_nothing_is_told_to_go_on() -> None:
    observer = KeepingObserver()
    model = PlannedModel([say("Let me think."), READ, FINISH])
    outcome = run(model, FakeMail(), observer)
    assert outcome.stop_reason is StopReason.FINISHED
    assert observer.names().count("nudged") == 1
    assert model.asked[1][2:] == [
        {"role": "assistant", "content": "Let me think."},
        {
            "role": "user",
            "content": "No tool was called. Go on by calling a tool, or call finish with a short "
            "summary when nothing is left for you to do.",
        },
    ]


def test_a_model_that_acted_and_then_only_talks_has_finished() -> None:
    outcome = run(PlannedModel([READ, say("I am done.")]), FakeMail())
    assert outcome.stop_reason is StopReason.FINISHED
    assert outcome.summary == "I am done."
    assert outcome.steps == 4


def test_a_model_that_only_ever_talks_has_refused() -> None:
    outcome = run(PlannedModel([say("I would rather not.")]), FakeMail())
    assert outcome.stop_reason is StopReason.REFUSED
    assert outcome.summary == "I would rather not."
    assert outcome.steps == 3


def test_acting_gives_a_model_its_nudges_back() -> None:
    model = PlannedModel([say("a"), say("b"), READ, say("c"), say("d"), FINISH])
    outcome = run(model, FakeMail())
    assert (outcome.steps, outcome.summary) == (6, "All done.")


def test_the_providers_refusal_ends_the_work_at_once() -> None:
    outcome = run(PlannedModel([say("", refusal="I cannot help with that.")]), FakeMail())
    assert (outcome.stop_reason, outcome.steps) == (StopReason.REFUSED, 1)
    assert outcome.summary == "I cannot help with that."


def test_calls_beside_a_refusal_are_deeds_and_are_made() -> None:
    mail = FakeMail()
    both = READ.model_copy(update={"refusal": "content_filter"})
    run(PlannedModel([both, FINISH]), mail)
    assert mail.asked() == ["POST /messages/m-1/open"]


def test_an_empty_answer_is_left_out_of_the_history() -> None:
    model = PlannedModel([say(""), FINISH])
    run(model, FakeMail())
    assert [message["role"] for message in model.asked[1]] == ["system", "user", "user"]


def test_an_answer_cut_off_by_its_length_is_told_so() -> None:
    observer = KeepingObserver()
    run(PlannedModel([say("I wi", finish_reason="length"), FINISH]), FakeMail(), observer)
    assert observer.told[2][0] == "nudged"
    assert str(observer.told[2][1]).startswith("Your answer was cut off at its length limit.")


class FailingModel:
    name = "fake/failing"

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        error = ModelCallError("It is down.", provider="fake", retryable=True)
        for attempt in (1, 2):
            if on_failure is not None:
                on_failure(attempt, error)
        if len(messages) > 2:
            raise error
        return READ


def test_failed_attempts_are_observed_and_an_exhausted_retry_passes_through() -> None:
    observer = KeepingObserver()
    with pytest.raises(ModelCallError, match="It is down"):
        run(FailingModel(), FakeMail(), observer)
    assert observer.told[1:4] == [
        ("model_failed", (1, 1)),
        ("model_failed", (1, 2)),
        ("model_called", (1, 3)),
    ]
    assert observer.told[-1] == ("model_failed", (2, 2))


def test_the_text_protocol_runs_the_same_work_in_blocks() -> None:
    mail = FakeMail()
    observer = KeepingObserver()
    model = PlannedModel(
        [
            say('I look.\n<tool_call name="read_message">{"message_id": "m-1"}</tool_call>'),
            say('<tool_call name="finish">{"summary": "Read it."}</tool_call>'),
        ]
    )
    outcome = run(model, mail, observer, brief=make_brief(tool_protocol="text"))
    assert (outcome.stop_reason, outcome.summary) == (StopReason.FINISHED, "Read it.")
    assert model.offered == [[], []]
    assert "## send_message" in str(observer.prompt[0]["content"])
    assert [request.request_id for request in mail.requests[2:]] == ["call-1-1"]
    assert str(model.asked[1][3]["content"]).startswith("<tool_results>\n<tool_result id=")


def test_a_broken_block_gives_an_error_result() -> None:
    observer = KeepingObserver()
    model = PlannedModel(
        [
            say('<tool_call name="read_message">{"message_id": "m-1"}'),
            say('<tool_call name="finish">{"summary": "x"}</tool_call>'),
        ]
    )
    run(model, FakeMail(), observer, brief=make_brief(tool_protocol="text"))
    assert observer.results[0].is_error
    assert "no </tool_call>" in observer.results[0].content


def test_a_text_without_a_block_is_asked_for_one() -> None:
    observer = KeepingObserver()
    model = PlannedModel([say("Hm."), say('<tool_call name="finish">{"summary": "x"}</tool_call>')])
    run(model, FakeMail(), observer, brief=make_brief(tool_protocol="text"))
    assert str(observer.told[2][1]).startswith("Your answer held no <tool_call> block.")


def test_a_call_that_was_cut_off_is_told_why_it_failed() -> None:
    cut_off = call(("send_message", '{"to": ["a@x.com"], "text": "Dear')).model_copy(
        update={"finish_reason": "length"}
    )
    observer = KeepingObserver()
    run(PlannedModel([cut_off, FINISH]), FakeMail(), observer)
    assert observer.results[0].content.startswith("Error: send_message was not called")
    assert observer.results[0].content.endswith("(Your answer was cut off at its length limit.)")


class ImpatientModel(SlowModel):
    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        raise TimeoutError("of its own")


def test_a_timeout_that_is_not_the_episodes_is_no_time_limit() -> None:
    with pytest.raises(TimeoutError, match="of its own"):
        run(ImpatientModel(), FakeMail(), limits=LoopLimits(wall_seconds=60))


def test_who_cancels_is_heard_between_calls_that_are_refused() -> None:
    observer = KeepingObserver()

    async def scene() -> None:
        reply = call(*[("list_messages", {})] * 200)
        limits = LoopLimits(calls_per_step=0)
        model = PlannedModel([reply])
        working = asyncio.create_task(
            work(
                client=FakeMail().client(),
                model=model,
                brief=make_brief(),
                limits=limits,
                observer=observer,
            )
        )
        while not any(told[0] == "tool_answered" for told in observer.told):
            await asyncio.sleep(0)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working

    asyncio.run(scene())
    assert 0 < sum(told[0] == "tool_answered" for told in observer.told) < 5
