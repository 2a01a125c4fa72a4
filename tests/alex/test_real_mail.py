"""Alex at work on the real mail system: scripted through LiteLLM, and call by call."""

import asyncio
import json
from dataclasses import replace

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine

from alex.brief import ToolProtocolName
from alex.chat import ToolCall, ToolResult
from alex.limits import LoopLimits
from alex.loop import work
from alex.model import Model, ProviderModel
from alex.outcome import Outcome, StopReason
from alex.scripted import Script, ScriptCall, ScriptStep
from alex.tape import Tape, TapeModel
from alex.tools import Toolbox
from corpmail.clock import derived_id
from corpmail.journal import Act
from corpmail.types import SeedAttachment
from support.agents import KeepingObserver, PlannedModel, call, make_brief
from support.builders import (
    ANN,
    BOB,
    COMPANY,
    START,
    MailWorld,
    mail_world,
    make_seed_message,
    rfc_id,
)

BUDGET = SeedAttachment("budget.csv", "text/csv", b"item,eur\nsoup,12\n")
MESSAGE = derived_id("m", rfc_id(1))
THREAD = derived_id("t", rfc_id(1))

SCRIPT = Script(
    name="diligent",
    steps=(
        ScriptStep(
            think="First the inbox.",
            calls=(
                ScriptCall(tool="list_messages", arguments={"unread_only": True}),
                ScriptCall(tool="search_messages", arguments={"query": "subject:budget"}),
            ),
        ),
        ScriptStep(
            calls=(
                ScriptCall(tool="read_message", arguments={"message_id": MESSAGE}),
                ScriptCall(
                    tool="read_attachment",
                    arguments={"message_id": MESSAGE, "attachment_id": "a1"},
                ),
            )
        ),
        ScriptStep(
            say="Now I answer.",
            calls=(
                ScriptCall(
                    tool="reply_to_message",
                    arguments={"message_id": MESSAGE, "text": "Soup it is."},
                ),
                ScriptCall(
                    tool="forward_message",
                    arguments={"message_id": MESSAGE, "to": [BOB], "text": "For you."},
                ),
                ScriptCall(
                    tool="move_message", arguments={"message_id": MESSAGE, "folder": "archive"}
                ),
            ),
        ),
        ScriptStep(calls=(ScriptCall(tool="finish", arguments={"summary": "Answered Ann."}),)),
    ),
)


@pytest.fixture
def world(engine: Engine) -> MailWorld:
    first = make_seed_message(
        1, subject="Budget", text="Soup or bread?", attachments=[BUDGET], unread_by=[ANN]
    )
    return mail_world(engine, [first, make_seed_message(2, sender=BOB, reply_to=1)])


def live(
    world: MailWorld,
    model: Model,
    observer: KeepingObserver,
    *,
    protocol: ToolProtocolName = "native",
) -> Outcome:
    async def live_it() -> Outcome:
        async with world.http() as http:
            return await work(
                client=world.client(http),
                model=model,
                brief=make_brief(tool_protocol=protocol),
                limits=LoopLimits(),
                observer=observer,
                seed=1,
            )

    return asyncio.run(live_it())


def use(world: MailWorld, name: str, arguments: dict[str, JsonValue]) -> ToolResult:
    async def use_it() -> ToolResult:
        async with world.http() as http:
            toolbox = Toolbox(world.client(http), [], max_chars=20_000)
            made = ToolCall(id="c1", name=name, arguments=json.dumps(arguments))
            return await toolbox.call(made)

    return asyncio.run(use_it())


@pytest.mark.parametrize("protocol", ["native", "text"])
def test_a_scripted_alex_reads_and_answers_real_mail(
    world: MailWorld, protocol: ToolProtocolName
) -> None:
    observer = KeepingObserver()
    model = ProviderModel("scripted/diligent", script=SCRIPT)
    outcome = live(world, model, observer, protocol=protocol)
    assert (outcome.stop_reason, outcome.summary) == (StopReason.FINISHED, "Answered Ann.")
    assert [result.content for result in observer.results if result.is_error] == []
    assert "soup,12" in observer.results[3].content
    assert observer.results[4].content.endswith(f"Delivered to: {ANN}")
    sent = world.journal.records("b-one", Act.MAIL_SENT)
    assert len(sent) == 2
    calls = world.journal.records("b-one", Act.API_CALL)
    made = [record.request_id for record in calls if record.request_id]
    assert made == [
        "call-1-1",
        "call-1-2",
        "call-2-1",
        "call-2-2",
        "call-3-1",
        "call-3-2",
        "call-3-3",
    ]


def test_a_tape_played_on_another_branch_makes_the_same_episode(world: MailWorld) -> None:
    replies = (
        call(("list_messages", {})),
        call(("send_message", {"to": [BOB], "subject": "Hi", "text": "Hello."})),
        call(("finish", {"summary": "Said hello."})),
    )
    first, second = KeepingObserver(), KeepingObserver()
    live(world, PlannedModel(replies), first)
    other = world.open("b-two")
    token = world.issue(branch_id=other)
    again = replace(world, branch_id=other, token=token)
    live(again, TapeModel(Tape(model="fake", replies=replies)), second)
    assert second.told == first.told
    assert second.results == first.results

    def acts(branch: str) -> list[object]:
        return [(one.act, one.at, one.data) for one in world.journal.records(branch)]

    assert acts("b-two") == acts("b-one")


def test_the_deadline_of_the_mail_ends_the_work(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)], closes_at=START + 25)
    observer = KeepingObserver()
    model = PlannedModel([call(("list_messages", {}))])
    assert live(world, model, observer).stop_reason is StopReason.DEADLINE
    assert observer.results[-1].is_error


def test_who_may_read_all_mailboxes_is_told_so(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, to=[BOB])], scope=COMPANY)
    observer = KeepingObserver()
    script = Script(
        name="curious",
        steps=(ScriptStep(calls=(ScriptCall(tool="list_messages", arguments={"mailbox": BOB}),)),),
    )
    live(world, ProviderModel("scripted/curious", script=script), observer)
    assert "You can read every mailbox of the company" in str(observer.prompt[0]["content"])
    assert f"in inbox of {BOB}" in observer.results[0].content


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("read_message", {"message_id": "m-none"}, "message_not_found"),
        ("read_message", {"message_id": "a?c#d"}, "message_not_found"),
        ("read_message", {"message_id": "%2e%2e"}, "message_not_found"),
        ("read_thread", {"thread_id": "t-none"}, "thread_not_found"),
        ("read_attachment", {"message_id": MESSAGE, "attachment_id": "a9"}, "attachment_not_found"),
        ("list_messages", {"mailbox": BOB}, "mailbox_not_found"),
        ("list_messages", {"mailbox": "no address"}, "mailbox_not_found"),
        ("list_messages", {"cursor": "made up"}, "invalid_cursor"),
        ("search_messages", {"query": "before:someday"}, "invalid_query"),
        ("send_message", {"to": ["no address"], "subject": "", "text": "x"}, "invalid_address"),
        ("send_message", {"to": [], "subject": "S", "text": "x"}, "invalid_draft"),
        ("move_message", {"message_id": "m-none", "folder": "trash"}, "message_not_found"),
    ],
)
def test_what_the_server_refuses_is_told_to_the_model(
    world: MailWorld, name: str, arguments: dict[str, JsonValue], code: str
) -> None:
    result = use(world, name, arguments)
    assert result.is_error
    assert f"({code})" in result.content


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("list_messages", {}, MESSAGE),
        ("list_messages", {"folder": "trash"}, "no messages"),
        ("search_messages", {"query": "soup has:attachment", "sort": "relevance"}, MESSAGE),
        ("read_thread", {"thread_id": THREAD}, "messages: 2"),
        ("look_up_person", {"query": "ann"}, "Head of Sales"),
        ("look_up_person", {"query": "sales"}, "list: Sales team"),
        ("save_draft", {"subject": "S", "text": "T"}, "has not been sent"),
        (
            "send_message",
            {"to": ["nobody@firm.example"], "subject": "S", "text": "T"},
            "Could not be delivered, no such address: nobody@firm.example",
        ),
        (
            "send_message",
            {"to": [BOB], "subject": "S", "text": "T", "attachments": [f"{MESSAGE}/a1"]},
            "Attached: a1 budget.csv",
        ),
    ],
)
def test_what_the_server_answers_is_told_to_the_model(
    world: MailWorld, name: str, arguments: dict[str, JsonValue], said: str
) -> None:
    result = use(world, name, arguments)
    assert not result.is_error
    assert said in result.content
