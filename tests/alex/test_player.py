from alex.scripted import Script, ScriptCall, ScriptStep, play_script
from alex.text_protocol import WrittenCall, read_calls

SCRIPT = Script(
    name="x",
    steps=(
        ScriptStep(think="Hm.", say="I look.", calls=(ScriptCall(tool="list_messages"),)),
        ScriptStep(
            calls=(
                ScriptCall(tool="read_message", arguments={"message_id": "m-1"}),
                ScriptCall(tool="finish", arguments={"summary": "Ünd"}),
            )
        ),
    ),
)
USER: dict[str, object] = {"role": "user", "content": "Go on."}
SAID: dict[str, object] = {"role": "assistant", "content": None}


def test_the_step_is_the_number_of_its_own_messages_so_far() -> None:
    assert play_script(SCRIPT, [USER], native=True).text == "I look."
    second = play_script(SCRIPT, [USER, SAID, USER, USER], native=True)
    assert [(call.id, call.name) for call in second.calls] == [
        ("call-2-1", "read_message"),
        ("call-2-2", "finish"),
    ]
    assert second.calls[1].arguments == '{"summary": "Ünd"}'


def test_after_its_end_a_script_finishes() -> None:
    after = play_script(SCRIPT, [SAID, SAID], native=True)
    assert [call.name for call in after.calls] == ["finish"]


def test_in_several_sessions_each_has_its_own_steps_and_names_of_calls() -> None:
    look, end = SCRIPT.steps
    script = SCRIPT.model_copy(
        update={"steps": (look, end, look.model_copy(update={"say": "Again.", "session": 2}))}
    )
    first: dict[str, object] = {"role": "user", "content": "# Session 1\n\nGo on."}
    assert play_script(script, [first, SAID, SAID], native=True).calls[0].name == "finish"
    second: dict[str, object] = {"role": "user", "content": "# Session 2\n\nGo on."}
    answer = play_script(script, [second], native=True)
    assert (answer.text, answer.calls[0].id) == ("Again.", "call-s2-1-1")
    assert play_script(script, [second, SAID], native=True).calls[0].name == "finish"
    # Where all work is one session, they follow one another.
    assert play_script(script, [USER, SAID, SAID], native=True).text == "Again."


def test_without_tools_the_calls_are_written_into_the_text() -> None:
    answer = play_script(SCRIPT, [USER], native=False)
    assert answer.calls == ()
    assert answer.reasoning == "Hm."
    assert answer.text is not None
    assert answer.text.startswith("I look.\n\n<tool_call")
    assert read_calls(answer.text) == (WrittenCall("list_messages", "{}"),)


def test_tokens_are_counted_from_characters() -> None:
    answer = play_script(SCRIPT, [USER, USER], native=True)
    assert answer.prompt_tokens == 3
    assert answer.completion_tokens == 3
