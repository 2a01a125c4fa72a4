"""Says what a script's model answers next; pure, and without LiteLLM.

Called by the LiteLLM provider ``scripted`` (in ``alex.model``). It keeps no state: the step is the
number of the model's own messages so far, in the session that the conversation is of where there
are several. Given tools, it calls them; given none, it writes the
calls as blocks of the text protocol.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alex.chat import ToolCall
from alex.prompts import read_session_number
from alex.scripted.script import Script, ScriptCall, ScriptStep
from alex.text_protocol import write_call

_CHARACTERS_PER_TOKEN = 4
_AFTER_THE_END = ScriptStep(
    calls=(ScriptCall(tool="finish", arguments={"summary": "Nothing is left to do."}),)
)


@dataclass(frozen=True, slots=True)
class ScriptedAnswer:
    """One answer of a scripted model."""

    text: str | None
    reasoning: str | None
    calls: tuple[ToolCall, ...]
    prompt_tokens: int
    completion_tokens: int


def play_script(
    script: Script, messages: Sequence[Mapping[str, object]], *, native: bool
) -> ScriptedAnswer:
    """Return the answer of a script to a conversation.

    Tokens are counted as a quarter of the characters, so that limits can be tried.

    Args:
        script: Who plays.
        messages: The conversation so far.
        native: Whether tools were offered; otherwise calls are written into the text.
    """
    done = sum(1 for message in messages if message.get("role") == "assistant")
    session = read_session_number(messages)
    steps = [each for each in script.steps if session in (None, each.session)]
    step = steps[done] if done < len(steps) else _AFTER_THE_END
    # Conversations of several sessions are one record: its calls have names of their own.
    named = f"call-{done + 1}" if session in (None, 1) else f"call-s{session}-{done + 1}"
    calls = tuple(
        ToolCall(
            id=f"{named}-{number}",
            name=call.tool,
            arguments=json.dumps(call.arguments, ensure_ascii=False),
        )
        for number, call in enumerate(step.calls, start=1)
    )
    text = step.say
    if not native and calls:
        text = "\n\n".join(part for part in (step.say, *map(write_call, calls)) if part)
    said = sum(
        len(part) for part in (step.think, text, *(call.arguments for call in calls)) if part
    )
    return ScriptedAnswer(
        text=text,
        reasoning=step.think,
        calls=calls if native else (),
        prompt_tokens=_tokens(sum(len(str(message.get("content") or "")) for message in messages)),
        completion_tokens=_tokens(said),
    )


def _tokens(characters: int) -> int:
    return -(-characters // _CHARACTERS_PER_TOKEN)
