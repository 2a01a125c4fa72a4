import asyncio
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from alex.chat import ToolCall, ToolResult
from alex.errors import ToolDefinitionError
from alex.tools import Toolbox, mail_tools, session_tools
from corpmail.client import MailTransportError
from corpmail.errors import BranchClosedError, DatabaseError, MailError, NotAuthenticatedError
from corpmail.schemas import ActionPublic, AttachmentPublic
from support.fake_mail import FakeMail, make_message
from support.golden import assert_golden

TO: list[JsonValue] = ["anna@harrow-vale.com"]


def use(
    mail: FakeMail, name: str, arguments: dict[str, JsonValue] | str, *, max_chars: int = 20_000
) -> ToolResult:
    toolbox = Toolbox(mail.client(), mail.actions, max_chars=max_chars)
    raw = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return asyncio.run(toolbox.call(ToolCall(id="c1", name=name, arguments=raw)))


def test_the_schemas_are_the_golden_ones() -> None:
    specs = [tool.spec.model_dump() for tool in mail_tools()]
    assert_golden("tool_schemas.json", json.dumps(specs, indent=1) + "\n")


def test_the_schemas_of_the_tools_for_several_sessions_are_the_golden_ones() -> None:
    others = {tool.spec.name for tool in mail_tools()} - {"finish"}
    specs = [tool.spec.model_dump() for tool in session_tools() if tool.spec.name not in others]
    assert_golden("tool_schemas_sessions.json", json.dumps(specs, indent=1) + "\n")


def test_schemas_are_plain_enough_for_every_provider() -> None:
    text = json.dumps([tool.spec.parameters for tool in mail_tools()])
    keywords = ("$ref", "$defs", "anyOf", "title", "null")
    assert not [word for word in keywords if f'"{word}"' in text]


def test_every_mail_tool_is_offered_before_the_granted_ones() -> None:
    mail = FakeMail(actions=[ActionPublic(name="open_door", description="Open.", parameters={})])
    toolbox = Toolbox(mail.client(), mail.actions, max_chars=1)
    assert [spec.name for spec in toolbox.specs] == [
        "list_messages",
        "search_messages",
        "read_message",
        "read_thread",
        "read_attachment",
        "send_message",
        "reply_to_message",
        "forward_message",
        "save_draft",
        "move_message",
        "look_up_person",
        "finish",
        "open_door",
    ]


def test_an_action_cannot_take_the_name_of_a_tool() -> None:
    action = ActionPublic(name="finish", description="x", parameters={})
    with pytest.raises(ToolDefinitionError, match="two tools named 'finish'"):
        Toolbox(FakeMail().client(), [action], max_chars=1)


@pytest.mark.parametrize(
    ("name", "arguments", "request_made", "params", "body"),
    [
        ("list_messages", {}, "GET /messages", {"folder": "inbox", "limit": "20"}, {}),
        (
            "list_messages",
            {"folder": "sent", "mailbox": "b@x.com", "unread_only": True, "cursor": "c"},
            "GET /messages",
            {
                "folder": "sent",
                "limit": "20",
                "mailbox": "b@x.com",
                "unread": "true",
                "cursor": "c",
            },
            {},
        ),
        (
            "search_messages",
            {"query": "from:anna", "sort": "relevance", "limit": 5},
            "GET /search",
            {"q": "from:anna", "sort": "relevance", "limit": "5"},
            {},
        ),
        ("read_message", {"message_id": "m-1"}, "POST /messages/m-1/open", {}, {}),
        ("read_thread", {"thread_id": "t-1"}, "POST /threads/t-1/open", {}, {}),
        (
            "read_attachment",
            {"message_id": "m-1", "attachment_id": "a1"},
            "GET /messages/m-1/attachments/a1/text",
            {},
            {},
        ),
        (
            "send_message",
            {"to": TO, "subject": "S", "text": "T", "attachments": ["m-1/a1"]},
            "POST /messages",
            {},
            {
                "to": TO,
                "cc": [],
                "bcc": [],
                "subject": "S",
                "text": "T",
                "attachments": [{"message_id": "m-1", "attachment_id": "a1"}],
            },
        ),
        (
            "reply_to_message",
            {"message_id": "m-1", "text": "Yes.", "reply_all": True, "cc": None},
            "POST /messages/m-1/reply",
            {},
            {"text": "Yes.", "reply_all": True, "cc": [], "bcc": [], "attachments": []},
        ),
        (
            "forward_message",
            {"message_id": "m-1", "to": TO},
            "POST /messages/m-1/forward",
            {},
            {"to": TO, "cc": [], "bcc": [], "text": ""},
        ),
        (
            "save_draft",
            {"subject": "S", "text": "T"},
            "POST /drafts",
            {},
            {"to": [], "cc": [], "bcc": [], "subject": "S", "text": "T"},
        ),
        (
            "move_message",
            {"message_id": "m-1", "folder": "archive"},
            "PATCH /messages/m-1",
            {},
            {"folder": "archive"},
        ),
        ("look_up_person", {"query": "anna"}, "GET /directory", {"q": "anna", "limit": "20"}, {}),
    ],
)
def test_a_tool_makes_exactly_its_one_request(
    name: str,
    arguments: dict[str, JsonValue],
    request_made: str,
    params: dict[str, str],
    body: dict[str, JsonValue],
) -> None:
    mail = FakeMail()
    result = use(mail, name, arguments)
    assert not result.is_error
    (made,) = mail.requests
    assert (made.what, made.params, made.body, made.request_id) == (
        request_made,
        params,
        body,
        "c1",
    )


def test_finish_makes_no_request_and_gives_its_summary() -> None:
    mail = FakeMail()
    assert use(mail, "finish", {"summary": "Done."}).summary == "Done."
    assert mail.requests == []


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("read_message", "{", "not valid JSON"),
        ("read_message", "[1]", "must be a JSON object, such as {}, not a list"),
        ("read_message", '"m-1"', "not a string"),
        ("read_message", "3", "not a number"),
        ("read_message", "true", "not a boolean"),
        ("read_message", "[" * 100_000, "nested too deeply"),
        ("read_message", "", "'message_id' is missing"),
        ("read_message", "null", "'message_id' is missing"),
        ("read_message", '{"message_id": 3}', "'message_id': input should be a valid string"),
        ("read_message", '{"message_id": null}', "'message_id': input should be a valid string"),
        ("read_message", '{"message_id": "m", "x": 1}', "there is no parameter 'x'"),
        ("read_message", '{"message_id": "\\ud800"}', "half of a character"),
        ("read_message", '{"message_id": ".."}', "this is no id"),
        ("read_message", '{"message_id": "m-1/a1"}', "this is no id"),
        ("read_message", '{"message_id": "' + "m" * 300 + '"}', "at most 200 characters"),
        ("read_message", '{"message_id": "m-1", "start": -1}', "greater than or equal to 0"),
        ("list_messages", '{"folder": "spam"}', "'inbox', 'sent'"),
        ("list_messages", '{"limit": 5000}', "less than or equal to 50"),
        ("send_message", '{"to": "a@x.com", "subject": "", "text": ""}', "'to': input should be"),
        ("send_message", '{"to": [1], "subject": "", "text": ""}', "'to.0'"),
        ("send_message", '{"a": 1, "b": 1, "c": 1}', "and 1 more"),
        (
            "send_message",
            '{"to": [], "subject": "", "text": "", "attachments": ["a1"]}',
            "'a1' names no attachment",
        ),
    ],
)
def test_arguments_that_do_not_fit_are_told_and_nothing_is_asked(
    name: str, raw: str, said: str
) -> None:
    mail = FakeMail()
    result = use(mail, name, raw)
    assert result.is_error
    assert said in result.content
    assert mail.requests == []


def test_a_wrong_call_is_told_what_the_tool_takes() -> None:
    content = use(FakeMail(), "move_message", {}).content
    assert content.endswith("It takes: message_id (required), folder (required).")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([tool.spec.name for tool in mail_tools()]), st.text())
def test_whatever_a_model_writes_is_a_result(name: str, raw: str) -> None:
    assert isinstance(use(FakeMail(), name, raw), ToolResult)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_whatever_id_a_model_makes_up_is_a_result(message_id: str) -> None:
    assert use(FakeMail(messages=[]), "read_message", {"message_id": message_id}).is_error


@pytest.mark.parametrize(
    "code",
    [
        *("out_of_scope", "not_found", "thread_not_found", "invalid_request", "invalid_query"),
        *("invalid_address", "invalid_draft", "invalid_cursor", "action_not_found"),
        "invalid_action",
    ],
)
def test_what_the_model_can_act_on_is_told(code: str) -> None:
    mail = FakeMail(failures={"GET /search": (422, code, "That cannot be done.")})
    result = use(mail, "search_messages", {"query": "x"})
    assert result == ToolResult(content=f"Error: That cannot be done. ({code})", is_error=True)


@pytest.mark.parametrize(
    ("status", "code", "raised"),
    [
        (410, "branch_closed", BranchClosedError),
        (401, "not_authenticated", NotAuthenticatedError),
        (503, "database", DatabaseError),
        (500, "something_new", MailError),
        (502, "mail_transport", MailTransportError),
    ],
)
def test_what_the_model_cannot_help_is_raised(
    status: int, code: str, raised: type[MailError]
) -> None:
    mail = FakeMail(failures={"GET /search": (status, code, "It broke.")})
    with pytest.raises(raised):
        use(mail, "search_messages", {"query": "x"})


@pytest.mark.parametrize("max_chars", [5_000, 20_000])
def test_every_result_is_bounded_and_says_how_to_read_on(max_chars: int) -> None:
    file = AttachmentPublic(id="a1", filename="f.csv", content_type="text/csv", size=1)
    mail = FakeMail(
        messages=[make_message(text="x" * 300_000, attachments=[file] * 300)] * 200,
        attachment_text="y" * 300_000,
        actions=[ActionPublic(name="act", description="x", parameters={})],
    )
    calls: list[tuple[str, dict[str, JsonValue], str]] = [
        ("read_message", {"message_id": "m-1"}, "start"),
        ("read_thread", {"thread_id": "t-1"}, "start"),
        ("read_attachment", {"message_id": "m-1", "attachment_id": "a1"}, "start"),
        ("act", {"long": "z" * 300_000}, "[Cut here:"),
    ]
    for name, arguments, hint in calls:
        content = use(mail, name, arguments, max_chars=max_chars).content
        assert len(content) <= max_chars + 100
        assert hint in content[-200:]


def test_a_long_message_can_be_read_to_its_end() -> None:
    text = "".join(f"line {number}\n" for number in range(5_000))
    mail = FakeMail(messages=[make_message(text=text)])
    read, start = "", 0
    for _ in range(100):
        arguments: dict[str, JsonValue] = {"message_id": "m-1", "start": start}
        content = use(mail, "read_message", arguments, max_chars=4_000).content
        body = content.partition("----- beginning of text of m-1 -----\n")[2]
        read += body.partition("\n----- end of text of m-1 -----")[0]
        if "To read on" not in content:
            break
        start = int(content.rpartition("start ")[2].rstrip(".]"))
    assert read == text


def test_a_long_thread_can_be_read_to_its_end() -> None:
    messages = [make_message(f"m-{number}", text="x" * 900) for number in range(30)]
    mail = FakeMail(messages=messages)
    seen: list[str] = []
    start = 0
    for _ in range(40):
        arguments: dict[str, JsonValue] = {"thread_id": "t-1", "start": start}
        content = use(mail, "read_thread", arguments, max_chars=5_000).content
        seen += [line.split()[1] for line in content.splitlines() if line.startswith("Message m-")]
        if "To read on" not in content:
            break
        start = int(content.rpartition("start ")[2].rstrip(".]"))
    assert seen == [message.id for message in messages]
