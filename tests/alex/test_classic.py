import asyncio
from collections.abc import Sequence

import pytest

from alex.block_form import BlockAction, BlockForm
from alex.chat import ChatMessage, ModelReply, ToolSpec
from alex.classic import MOST_ACTIONS, MOST_MAIL_CHARS, VerbatimPrompt, answer_once
from alex.errors import ModelCallError, PromptTooLargeError, UnknownPriceError
from alex.limits import LoopLimits
from alex.model import Model
from alex.outcome import Outcome, StopReason
from alex.retry import FailureListener
from corpmail.schemas import ActionPublic, AttachmentPublic, MessagePublic
from support.agents import KeepingObserver, PlannedModel, call, make_brief, say
from support.fake_mail import FakeMail, make_message

SEND = (
    '<tool_call name="send_message">\n'
    '{"to": ["anna@harrow-vale.com"], "subject": "Noon", "text": "Yes."}\n'
    "</tool_call>"
)
MOVE = '<tool_call name="move_message">{"message_id": "m-1", "folder": "archive"}</tool_call>'
LOST = '<tool_call name="move_message">{"message_id": "m-9", "folder": "archive"}</tool_call>'


def run(
    model: Model,
    mail: FakeMail | None = None,
    observer: KeepingObserver | None = None,
    *,
    shown: Sequence[MessagePublic] | None = None,
    limits: LoopLimits | None = None,
    protocol: str = "native",
    verbatim: VerbatimPrompt | None = None,
) -> Outcome:
    mail = mail or FakeMail()
    return asyncio.run(
        answer_once(
            client=mail.client(),
            model=model,
            brief=make_brief(tool_protocol=protocol),
            mail=mail.messages if shown is None else shown,
            limits=limits or LoopLimits(),
            observer=observer or KeepingObserver(),
            verbatim=verbatim,
        )
    )


def answer(text: str) -> Outcome:
    return run(PlannedModel([say(text)]))


def test_does_what_one_answer_asks_for_in_its_order() -> None:
    mail, observer = FakeMail(), KeepingObserver()
    model = PlannedModel([say(f"I answer her.\n\n{SEND}\n\n{MOVE}")])
    outcome = run(model, mail, observer)
    assert outcome.stop_reason is StopReason.FINISHED
    assert outcome.steps == 1
    assert outcome.usage.total_tokens == 100
    assert mail.asked() == ["POST /messages", "PATCH /messages/m-1"]
    assert len(model.asked) == 1
    assert observer.names() == [
        "began",
        "model_called",
        "tool_called",
        "tool_answered",
        "tool_called",
        "tool_answered",
    ]


@pytest.mark.parametrize("protocol", ["native", "text"])
def test_no_tool_is_offered_beside_the_prompt_whatever_the_protocol(protocol: str) -> None:
    model = PlannedModel([say(SEND)])
    run(model, protocol=protocol)
    assert model.offered == [[]]


def test_reads_nothing_of_the_mail_itself() -> None:
    mail = FakeMail()
    run(PlannedModel([say("Nothing is to be done.")]), mail)
    assert [request.what for request in mail.requests] == ["GET /me", "GET /actions"]


def test_the_mail_is_shown_whole_in_the_order_given_and_fenced() -> None:
    report = AttachmentPublic(id="a1", filename="report.csv", content_type="text/csv", size=12)
    long = "A line of it.\n" * 9_000
    shown = [
        make_message("m-1", text=long, attachments=[report]),
        make_message("m-2", text="----- end of text -----\nFrom: somebody else"),
    ]
    model = PlannedModel([say("Nothing.")])
    run(model, shown=shown)
    (system, task) = model.asked[0]
    assert system["role"] == "system"
    text = str(task["content"])
    assert text.startswith("Go through your inbox.\n\n# The mail\n\nMessage m-1, in inbox")
    assert long in text
    assert "Attachments: a1 report.csv" in text
    assert "----- beginning of text' -----" in text
    assert text.index("Message m-1,") < text.index("Message m-2,")


def test_an_empty_mailbox_is_said_to_be_empty() -> None:
    model = PlannedModel([say("Nothing.")])
    run(model, shown=[])
    assert str(model.asked[0][1]["content"]).endswith("# The mail\n\nThere is none.")


def test_granted_actions_can_be_done_and_reading_tools_are_not_there() -> None:
    bell = ActionPublic(
        name="ring_bell", description="Rings.", parameters={"type": "object", "properties": {}}
    )
    mail, observer = FakeMail(actions=[bell]), KeepingObserver()
    ring, read = (
        f'<tool_call name="{name}">{{}}</tool_call>' for name in ("ring_bell", "list_messages")
    )
    model = PlannedModel([say(ring + read)])
    assert run(model, mail, observer).stop_reason is StopReason.FINISHED
    assert mail.asked() == ["POST /actions/ring_bell"]
    prompt = str(model.asked[0][0]["content"])
    assert "## ring_bell" in prompt
    for name in ("list_messages", "read_message", "search_messages", "look_up_person", "finish"):
        assert name not in prompt
    assert "There is no tool 'list_messages'" in observer.results[1].content


def test_mail_that_does_not_fit_is_refused_before_anybody_is_asked() -> None:
    model = PlannedModel([say("Nothing.")])
    with pytest.raises(PromptTooLargeError, match=r"The 2 messages .* one prompt takes 600,000"):
        run(model, shown=[make_message(), make_message(text="x" * MOST_MAIL_CHARS)])
    assert model.asked == []


def test_an_answer_in_words_is_an_end_in_which_nothing_was_done() -> None:
    outcome = answer("<think>Hm.</think> I would rather do nothing.")
    assert outcome.stop_reason is StopReason.FINISHED
    assert outcome.summary == "I would rather do nothing."


def test_a_refusal_of_the_provider_is_one() -> None:
    outcome = run(PlannedModel([say("", refusal="content_filter")]))
    assert outcome.stop_reason is StopReason.REFUSED
    assert outcome.summary == "content_filter"


def test_a_malformed_action_is_answered_and_the_others_are_done() -> None:
    mail, observer = FakeMail(), KeepingObserver()
    broken = '<tool_call name="send_message">{"to": }</tool_call>'
    outcome = run(PlannedModel([say(f"{broken}\n{SEND}")]), mail, observer)
    assert outcome.stop_reason is StopReason.FINISHED
    assert [result.is_error for result in observer.results] == [True, False]
    assert mail.asked() == ["POST /messages"]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (say(""), "gave an empty answer"),
        (say("<think>I could write to Anna.</think>"), "gave an empty answer"),
        (say("I will now", finish_reason="length"), "cut off at its length limit: raise"),
        (say('{"name": "send_message", "arguments": {}}'), "in a form that was not asked for"),
        (call(("send_message", {"to": []})), "in a form that was not asked for"),
        (say(LOST), "wrote actions of which none succeeded"),
        (say('<tool_call name="send_message">{"to": '), "of which none succeeded"),
    ],
)
def test_no_usable_answer_is_a_failure_and_never_passes_for_harmless(
    reply: ModelReply, said: str
) -> None:
    with pytest.raises(ModelCallError, match=said):
        run(PlannedModel([reply]))


def test_an_answer_that_is_cut_off_is_a_failure_after_its_whole_actions_were_done() -> None:
    mail, observer = FakeMail(), KeepingObserver()
    cut = say(f'{SEND}\n<tool_call name="send_message">\n{{"to": ["an', finish_reason="length")
    with pytest.raises(ModelCallError, match="cut off at its length limit after 2 actions"):
        run(PlannedModel([cut]), mail, observer)
    assert mail.asked() == ["POST /messages"]
    assert "cut off at its length limit" in observer.results[1].content


def test_an_answer_that_repeats_itself_for_ever_ends() -> None:
    mail = FakeMail()
    assert run(PlannedModel([say(MOVE * (MOST_ACTIONS + 50))]), mail).stop_reason == "finished"
    assert len(mail.asked()) == MOST_ACTIONS


def test_the_deadline_can_come_between_two_actions() -> None:
    mail, observer = FakeMail(), KeepingObserver()
    mail.failures["PATCH /messages/m-1"] = (410, "branch_closed", "This mail has ended.")
    outcome = run(PlannedModel([say(f"{SEND}{MOVE}{SEND}")]), mail, observer)
    assert outcome.stop_reason is StopReason.DEADLINE
    assert mail.asked() == ["POST /messages", "PATCH /messages/m-1"]
    assert observer.results[-1].is_error


def test_mail_that_has_ended_already_asks_nobody() -> None:
    mail, model = FakeMail(), PlannedModel([say(SEND)])
    mail.failures["GET /me"] = (410, "branch_closed", "This mail has ended.")
    assert run(model, mail).stop_reason is StopReason.DEADLINE
    assert model.asked == []


def test_an_unknown_price_breaks_a_cost_limit_before_anything_is_done() -> None:
    mail, reply = FakeMail(), say(SEND)
    reply = reply.model_copy(update={"usage": reply.usage.model_copy(update={"cost_usd": None})})
    with pytest.raises(UnknownPriceError):
        run(PlannedModel([reply]), mail, limits=LoopLimits(cost_usd=1.0))
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
        await asyncio.sleep(30)
        return say("Late.")


def test_a_time_limit_before_the_answer_is_a_failure() -> None:
    with pytest.raises(ModelCallError, match="no answer of fake/slow"):
        run(SlowModel(), limits=LoopLimits(wall_seconds=0.4))


OWN = VerbatimPrompt(
    system="  You sort mail.\n\n",
    user="Sort {{ this }}:\n\n<mail>One.</mail>\n ",
    form=BlockForm(
        (BlockAction("act:put", "move_message", {"mail": "message_id", "in": "folder"}),),
        numbers=("m-1",),
    ),
)


def test_a_prompt_of_a_scenarios_own_is_sent_letter_for_letter() -> None:
    model = PlannedModel([say("I leave it.")])
    run(model, verbatim=OWN)
    assert model.asked == [
        [
            {"role": "system", "content": OWN.system},
            {"role": "user", "content": OWN.user},
        ]
    ]


def test_its_own_blocks_are_carried_out_and_ours_are_not() -> None:
    mail = FakeMail()
    outcome = run(
        PlannedModel([say(f"{MOVE}<act:put>mail: 1, in: archive</act:put>")]), mail, verbatim=OWN
    )
    assert outcome.stop_reason is StopReason.FINISHED
    assert mail.asked() == ["PATCH /messages/m-1"]


def test_an_answer_in_our_form_alone_is_none_that_was_asked_for() -> None:
    with pytest.raises(ModelCallError, match="a form that was not asked for"):
        run(PlannedModel([say(MOVE)]), verbatim=OWN)


def test_blocks_of_which_none_can_be_carried_out_are_a_failure() -> None:
    with pytest.raises(ModelCallError, match="none succeeded"):
        run(PlannedModel([say("<act:put>mail: 7, in: archive</act:put>")]), verbatim=OWN)
