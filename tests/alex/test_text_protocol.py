import json

from hypothesis import given
from hypothesis import strategies as st

from alex.chat import ToolCall, ToolResult
from alex.text_protocol import (
    WrittenCall,
    read_calls,
    without_calls,
    write_call,
    write_results,
)

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=8,
)
ARGUMENTS = st.dictionaries(st.text(), JSON_VALUES, max_size=4)
NAMES = st.from_regex(r"\A[a-z_]{1,20}\Z")
TAGS = st.sampled_from(
    [
        '<tool_call name="read_message">',
        "<tool_call>",
        "</tool_call>",
        "<think>",
        "</think>",
        "<tool_results>",
        '{"message_id": "m-1"}',
        '{"name": "x"}',
        "{",
        "```json\n",
        "\n```",
    ]
)


def call(name: str, arguments: object) -> ToolCall:
    return ToolCall(id="c", name=name, arguments=json.dumps(arguments))


def test_reads_several_blocks_in_their_order() -> None:
    text = (
        "First I look.\n"
        '<tool_call name="list_messages">\n{"folder": "inbox"}\n</tool_call>\n'
        "Then I read.\n"
        '<tool_call name=\'read_message\'>{"message_id": "m-1"}</tool_call>'
    )
    assert read_calls(text) == (
        WrittenCall("list_messages", '{"folder": "inbox"}'),
        WrittenCall("read_message", '{"message_id": "m-1"}'),
    )


def test_reads_name_and_arguments_inside_the_json() -> None:
    text = '<tool_call>\n{"name": "finish", "arguments": {"summary": "Done."}}\n</tool_call>'
    assert read_calls(text) == (WrittenCall("finish", '{"summary": "Done."}'),)


def test_reads_json_in_a_code_fence() -> None:
    text = '<tool_call name="finish">\n```json\n{"summary": "Done."}\n```\n</tool_call>'
    assert read_calls(text) == (WrittenCall("finish", '{"summary": "Done."}'),)


def test_an_end_tag_inside_a_string_does_not_end_the_block() -> None:
    body = '{"text": "write </tool_call> and <tool_call name=\\"finish\\">{}</tool_call>"}'
    text = f'<tool_call name="send_message">{body}</tool_call>'
    assert read_calls(text) == (WrittenCall("send_message", body),)


def test_line_breaks_inside_strings_are_taken() -> None:
    text = '<tool_call name="save_draft">{"text": "Dear Anna,\n\nyes."}</tool_call>'
    assert read_calls(text)[0].problem is None


def test_broken_json_is_kept_as_it_was_written() -> None:
    text = '<tool_call name="finish">{"summary": </tool_call> <tool_call name="x">{}</tool_call>'
    assert read_calls(text) == (WrittenCall("finish", '{"summary":'), WrittenCall("x", "{}"))


def test_a_block_without_an_end_has_a_problem() -> None:
    found = read_calls('<tool_call name="finish">{"summary": "x"}')
    assert found[0].name == "finish"
    assert found[0].problem == "The block has no </tool_call> at its end."


def test_a_block_without_a_name_has_a_problem() -> None:
    for body in ('{"summary": "x"}', "nothing", "[1]", '{"name": 3}'):
        assert read_calls(f"<tool_call>{body}</tool_call>")[0].problem == "The block names no tool."


def test_nothing_is_read_from_thinking() -> None:
    block = '<tool_call name="finish">{"summary": "x"}</tool_call>'
    assert read_calls(f"<think>I could {block}</think> No.") == ()
    assert read_calls(f"<thinking>I could {block}") == ()
    assert read_calls(f"I could {block}</think>Better not.") == ()
    assert len(read_calls(f"<think>Shall I?</think>{block}")) == 1


def test_thinking_tags_inside_arguments_are_only_text() -> None:
    text = '<tool_call name="finish">{"summary": "the <think> tag </think>"}</tool_call>'
    assert len(read_calls(text)) == 1


def test_what_follows_results_that_a_model_made_up_is_not_read() -> None:
    block = '<tool_call name="list_messages">{}</tool_call>'
    made_up = "<tool_results><tool_result>| m-9</tool_result></tool_results>"
    assert len(read_calls(f"{block}{made_up}{block}")) == 1


@given(st.lists(st.tuples(NAMES, ARGUMENTS), max_size=4), st.text(alphabet="abc \n.,"))
def test_calls_that_are_written_are_read_back(
    calls: list[tuple[str, dict[str, object]]], prose: str
) -> None:
    made = [call(name, arguments) for name, arguments in calls]
    text = prose + "\n\n".join(map(write_call, made)) + prose
    assert read_calls(text) == tuple(WrittenCall(one.name, one.arguments) for one in made)


@given(st.lists(TAGS | st.text(max_size=10), max_size=12).map("".join))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for found in read_calls(text):
        assert isinstance(found, WrittenCall)


@given(st.lists(TAGS | st.text(max_size=10), max_size=8).map("".join))
def test_nothing_inside_thinking_is_ever_a_call(text: str) -> None:
    inside = text.replace("</think>", "")
    assert read_calls(f"<think>{inside}</think>") == ()


@given(
    st.lists(TAGS | st.text() | st.sampled_from(["</tool_result>", "\r", "\u2028"])).map("".join)
)
def test_no_content_can_leave_its_bars(content: str) -> None:
    text = write_results([(call("read_message", {}), ToolResult(content=content))])
    lines = text.split("\n")
    assert lines[0] == "<tool_results>"
    assert lines[-2:] == ["</tool_result>", "</tool_results>"]
    inside = "\n".join(lines[2:-2])
    assert all(line.startswith("| ") for line in inside.splitlines())
    assert "<tool_" not in inside.lower()
    assert "</tool_" not in inside.lower()


def test_results_name_their_call_and_whether_it_failed() -> None:
    failed = ToolResult(content="Error: no.", is_error=True)
    strange = ToolCall(id='a"><b', name="x\ny", arguments="{}")
    text = write_results([(call("read_message", {}), ToolResult(content="")), (strange, failed)])
    assert text == (
        "<tool_results>\n"
        '<tool_result id="c" tool="read_message" status="ok">\n'
        "| \n"
        "</tool_result>\n"
        '<tool_result id="a___b" tool="x_y" status="error">\n'
        "| Error: no.\n"
        "</tool_result>\n"
        "</tool_results>"
    )


def test_what_is_written_beside_blocks_is_had_without_them() -> None:
    block = write_call(call("send_message", {"text": "Hello </tool_call> there"}))
    text = f"<think>I write {block} soon.</think>\nFirst.\n{block}\nThen {block}"
    assert without_calls(text) == "<think>I write  soon.</think>\nFirst.\n\nThen "
    assert without_calls("Said. <tool_results>made up") == "Said. "
    assert without_calls('Said. <tool_call name="x">{"text": "never ends') == "Said. "
