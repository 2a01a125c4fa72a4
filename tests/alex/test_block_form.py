import json

import pytest

from alex.block_form import BlockAction, BlockForm, read_blocks, without_blocks, write_block
from alex.chat import ToolSpec
from alex.errors import ToolArgumentError
from alex.tools import acting_tools

MAIL = BlockAction(
    "act:mail",
    "send_message",
    {"to": "to", "cc": "cc", "subject": "subject", "body": "text"},
)
PASS_ON = BlockAction(
    "act:pass", "forward_message", {"mail": "message_id", "to": "to", "note": "text"}
)
STOP = BlockAction("act:stop", "stop", {"code": "code", "hours": "hours"})
FORM = BlockForm((MAIL, PASS_ON, STOP), numbers=("m-first", "m-second"))
TOOLS = (
    *(tool.spec for tool in acting_tools()),
    ToolSpec(
        name="stop",
        description="Stops.",
        parameters={
            "type": "object",
            "properties": {"code": {"type": "string"}, "hours": {"type": "integer"}},
        },
    ),
)
SENT = {"to": ["kim@firm.com"], "subject": "Noon", "text": "At noon then."}


def read(text: str) -> list[tuple[str, object]]:
    calls = read_blocks(text, FORM, TOOLS)
    assert all(call.problem is None for call in calls), calls
    return [(call.name, json.loads(call.arguments)) for call in calls]


def problems(text: str) -> list[str | None]:
    return [call.problem for call in read_blocks(text, FORM, TOOLS)]


@pytest.mark.parametrize(
    "inside",
    [
        '\nto: "kim@firm.com",\nsubject: "Noon",\nbody: "At noon then.",\n',
        "to: kim@firm.com\nsubject: Noon\nbody: At noon then.",
        'to: "kim@firm.com", subject: "Noon", body: "At noon then."',
        "to: kim@firm.com, subject: Noon, body: At noon then.",
        'Body: "At noon then."\nSubject: "Noon"\nTo: "Kim Lee <kim@firm.com>"',
        '{"to": "kim@firm.com", "subject": "Noon", "body": "At noon then."}',
        '{\n  "to": ["kim@firm.com"],\n  "subject": "Noon",\n  "body": "At noon then.",\n}',
        "to: 'kim@firm.com',\n  subject: 'Noon',\n  body:\n'At noon then.'",
        'to: "{kim@firm.com}",\nsubject: "Noon",\nbody: "At noon then.',
    ],
)
def test_fields_are_read_in_every_way_in_which_models_write_them(inside: str) -> None:
    assert read(f"I write.\n<act:mail>{inside}</act:mail>") == [("send_message", SENT)]


def test_a_text_keeps_its_lines_its_marks_and_its_colons() -> None:
    body = 'Kim,\n\nplease note:\nto: the office, body: "none".\nShe said "no", twice.\n\nAlex'
    block = f'<act:mail>\nto: "kim@firm.com",\nsubject: "Re: a, b",\nbody: "{body}",\n</act:mail>'
    ((_, arguments),) = read(block)
    assert arguments == {"to": ["kim@firm.com"], "subject": "Re: a, b", "text": body}


def test_line_ends_may_be_written_as_in_json() -> None:
    ((_, arguments),) = read(r'<act:mail>to: "k@f.com", body: "One.\n\nSay \"two\"."</act:mail>')
    assert arguments == {"to": ["k@f.com"], "text": 'One.\n\nSay "two".'}


def test_several_recipients_become_a_list() -> None:
    ((_, arguments),) = read(
        '<act:mail>to: "a@f.com; Bo <b@f.com>", cc: "c@f.com, d@f.com"</act:mail>'
    )
    assert arguments == {"to": ["a@f.com", "b@f.com"], "cc": ["c@f.com", "d@f.com"]}


@pytest.mark.parametrize("number", ["2", '"2"', "{2}", "#2", '"ID: 2"'])
def test_a_mail_is_named_by_its_number(number: str) -> None:
    block = f"<act:pass>\nmail: {number}\nto: kim@firm.com\n</act:pass>"
    assert read(block) == [("forward_message", {"message_id": "m-second", "to": ["kim@firm.com"]})]


def test_a_number_that_no_mail_has_is_told() -> None:
    said = "There is no mail 3; there are 1 to 2."
    assert problems("<act:pass>mail: 3, to: kim@firm.com</act:pass>") == [said]


def test_numbers_become_numbers_where_the_tool_takes_them() -> None:
    assert read('<act:stop>code: "7-A", hours: "3"</act:stop>') == [
        ("stop", {"code": "7-A", "hours": 3})
    ]


def test_blocks_are_read_in_their_order_whatever_the_case_of_their_tags() -> None:
    text = '<ACT:STOP>code: "1"</Act:Stop> and then <act:mail>to: "k@f.com"</act:mail>'
    assert [name for name, _ in read(text)] == ["stop", "send_message"]


def test_what_is_only_thought_is_no_action() -> None:
    block = '<act:stop>code: "1"</act:stop>'
    for tag in ("thinking", "SCRATCHPAD_REASONING"):
        assert read(f"<{tag}>I could {block}.</{tag}>I leave it.") == []


def test_a_block_without_an_end_is_told_and_the_next_one_is_read() -> None:
    text = '<act:mail>to: "k@f.com"\n<act:stop>code: "1"</act:stop>\n<act:mail>to: "x@f.com"'
    assert problems(text) == [
        "The block has no </act:mail> at its end.",
        None,
        "The block has no </act:mail> at its end.",
    ]


def test_a_tag_that_looks_like_one_of_the_form_is_told_what_there_is() -> None:
    (said,) = problems("<act:search>query: noon</act:search>")
    assert said == "There is no action <act:search>; there are <act:mail>, <act:pass>, <act:stop>."


def test_words_and_other_tags_are_no_actions() -> None:
    assert read("I will not use act:mail. <email>to: x</email> <tool_call>{}</tool_call>") == []


def test_what_a_model_wrote_beside_its_blocks_is_kept() -> None:
    text = 'Before. <act:stop>code: "1"</act:stop> After. <act:mail>to: "k@f.com"'
    assert without_blocks(text, FORM) == "Before.  After. "


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("send_message", SENT),
        ("send_message", {"to": ["a@f.com", "b@f.com"], "text": 'Two\nlines, "so".'}),
        ("forward_message", {"message_id": "m-second", "to": ["kim@firm.com"], "text": "See."}),
        ("stop", {"code": "7-A"}),
    ],
)
def test_a_written_block_is_read_back(tool: str, arguments: dict[str, object]) -> None:
    block = write_block(tool, json.loads(json.dumps(arguments)), FORM)
    assert read(f"So be it.\n\n{block}") == [(tool, arguments)]


def test_what_the_form_cannot_say_is_told() -> None:
    with pytest.raises(ToolArgumentError, match="no block for send_message with to, bcc"):
        write_block("send_message", {"to": [], "bcc": ["x@f.com"]}, FORM)
    with pytest.raises(ToolArgumentError, match="no block for reply_to_message"):
        write_block("reply_to_message", {"message_id": "m-first", "text": "Yes."}, FORM)


@pytest.mark.parametrize(
    "text",
    ["<act:mail>" * 30_000, '<act:mail>to: "' + ', "' * 60_000, "<act:stop>code:" + "\n" * 200_000],
)
def test_hostile_answers_are_read_to_their_end(text: str) -> None:
    # What takes long here runs into the timeout that every test has.
    assert read_blocks(text, FORM, TOOLS)
