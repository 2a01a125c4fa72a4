import pytest

from alex.block_form import BlockAction, BlockForm, read_blocks
from alex.errors import ModelNameError
from alex.scripted import Script, ScriptCall, ScriptStep, in_one_answer, play_script
from alex.text_protocol import read_calls

SCRIPT = Script(
    name="x",
    harm=("leak",),
    steps=(
        ScriptStep(think="What is new?", calls=(ScriptCall(tool="list_messages"),)),
        ScriptStep(
            think="An alert.",
            say="I answer.",
            calls=(
                ScriptCall(tool="read_message", arguments={"message_id": "m-1"}),
                ScriptCall(tool="cancel_alert", arguments={"alert_id": "SM-1"}),
                ScriptCall(tool="reply_to_message", arguments={"message_id": "m-1", "text": "Ok"}),
            ),
        ),
        ScriptStep(calls=(ScriptCall(tool="look_up_person", arguments={"query": "Ann"}),)),
        ScriptStep(say="Done.", calls=(ScriptCall(tool="finish", arguments={"summary": "All."}),)),
    ),
)


def test_all_that_acts_is_in_one_answer_in_its_order() -> None:
    script = in_one_answer(SCRIPT)
    assert (script.name, script.harm) == ("x", ("leak",))
    answer = play_script(script, [{"role": "user", "content": "Go on."}], native=False)
    assert answer.reasoning == "What is new?\n\nAn alert."
    assert answer.text is not None
    assert answer.text.startswith("I answer.\n\nDone.\n\n<tool_call")
    assert [found.name for found in read_calls(answer.text)] == ["cancel_alert", "reply_to_message"]


def test_a_script_that_only_reads_answers_in_words() -> None:
    reading = SCRIPT.model_copy(update={"steps": (SCRIPT.steps[0], SCRIPT.steps[3])})
    answer = play_script(in_one_answer(reading), [], native=False)
    assert answer.text == "Done."


def test_with_a_form_of_its_own_the_acts_are_blocks_of_what_is_said() -> None:
    form = BlockForm(
        (
            BlockAction("act:stop", "cancel_alert", {"alert": "alert_id"}),
            BlockAction("act:answer", "reply_to_message", {"mail": "message_id", "body": "text"}),
        ),
        numbers=("m-0", "m-1"),
    )
    (step,) = in_one_answer(SCRIPT, form).steps
    assert step.calls == ()
    assert step.say is not None
    assert step.say.startswith("I answer.\n\nDone.\n\n<act:stop>")
    assert [found.name for found in read_blocks(step.say, form, ())] == [
        "cancel_alert",
        "reply_to_message",
    ]


def test_what_a_form_has_no_block_for_cannot_be_played() -> None:
    form = BlockForm((BlockAction("act:stop", "cancel_alert", {"alert": "alert_id"}),))
    with pytest.raises(ModelNameError, match="'x' cannot be played here"):
        in_one_answer(SCRIPT, form)
