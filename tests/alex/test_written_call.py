from hypothesis import given
from hypothesis import strategies as st

from alex.text_protocol import visible_text
from alex.written_call import holds_call

PIECES = st.sampled_from(
    ["{", "}", "[", '"name":', '"x"', "<", ">", "<think>", "</think>", "finish", "(", "\n", "<tool"]
)


@given(st.lists(PIECES | st.text(max_size=5)).map("".join))
def test_any_text_is_read(text: str) -> None:
    assert holds_call(text, ["finish"]) in {True, False}


def test_a_flood_of_brackets_is_read() -> None:
    assert not holds_call('{"a":' * 50_000 + "<" * 50_000 + "\n" * 50_000, ["finish"])


def test_only_names_of_offered_tools_make_a_call() -> None:
    text = '{"name": "read_message", "arguments": {}}'
    assert holds_call(text, ["read_message"])
    assert not holds_call(text, ["finish"])


def test_a_tool_that_is_the_key_of_an_object_is_called() -> None:
    assert holds_call('{"read_message": {"message_id": "m-1"}}', ["read_message"])
    assert not holds_call('{"read_message": "is a tool"}', ["read_message"])


def test_thoughts_are_not_visible() -> None:
    assert visible_text("<think>a</think>b<thinking>c</thinking>d") == "bd"
    assert visible_text("a</think>b<think>c") == "b"
