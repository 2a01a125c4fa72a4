from alex.chat import MOST_CALLS, ChatMessage, ModelReply
from alex.conversation import choose_conversation
from support.agents import call, say


def test_native_calls_with_sound_arguments_go_back_as_the_same_object() -> None:
    reply = call(("read_message", {"message_id": "m-1"}))
    assert choose_conversation("native").keep(reply) is reply.message


def test_broken_arguments_go_back_readable_and_nothing_else_changes() -> None:
    reply = call(("list_messages", {}), ("read_message", "{oops"))
    kept = choose_conversation("native").keep(reply)
    given = reply.message["tool_calls"]
    returned = kept["tool_calls"]
    assert isinstance(given, list)
    assert isinstance(returned, list)
    assert returned[0] == given[0]
    assert returned[1] == {
        "id": "id-1-read_message",
        "type": "function",
        "function": {"name": "read_message", "arguments": '{"unreadable": "{oops"}'},
    }


def test_strange_calls_in_the_history_are_left_alone() -> None:
    message: ChatMessage = {"role": "assistant", "tool_calls": ["x", {"function": None}]}
    assert choose_conversation("native").keep(ModelReply(message=message)) == message


def test_the_text_protocol_sends_no_calls_back_that_were_never_offered() -> None:
    conversation = choose_conversation("text")
    kept = conversation.keep(call(("read_message", {}), text="Hm."))
    assert kept == {"role": "assistant", "content": "Hm."}


def test_ids_of_written_calls_are_made_from_step_and_place() -> None:
    block = '<tool_call name="x">{}</tool_call>'
    asked = choose_conversation("text").read(4, say(block + block))
    assert [one.call.id for one in asked] == ["call-4-1", "call-4-2"]


def test_one_block_stands_for_all_that_are_too_many() -> None:
    reply = say('<tool_call name="list_messages">{}</tool_call>\n' * 100_000)
    *looked_at, last = choose_conversation("text").read(1, reply)
    assert [one.problem for one in looked_at] == [None] * MOST_CALLS
    assert last.problem == "This block and all after it were left out, 99,800 in all."
