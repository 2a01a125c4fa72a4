"""A script as one answer: for an agent that is shown its mail and answers once.

Called by whoever makes a scripted model for such an episode. What the script says and thinks stays;
of its calls those stay that act, in their order. Pure.
"""

from collections.abc import Sequence

from alex.block_form import BlockForm, write_block
from alex.errors import ModelNameError, ToolArgumentError
from alex.scripted.script import Script, ScriptCall, ScriptStep
from alex.tools import acting_tools, session_tools


def in_one_answer(script: Script, form: BlockForm | None = None) -> Script:
    """Return a script whose one step has all that the given one does.

    Args:
        script: Any.
        form: How the prompt wants actions written; they are then part of what is said. None where
            they are calls.

    Raises:
        ModelNameError: The form has no block for what the script does.
    """
    names = {tool.spec.name for tool in session_tools()}
    # Granted actions are no mail tools, and all of them act.
    left_out = names - {tool.spec.name for tool in acting_tools()}
    calls = [call for step in script.steps for call in step.calls if call.tool not in left_out]
    said = [step.say for step in script.steps]
    if form is not None:
        said += _blocks(script.name, calls, form)
        calls = []
    step = ScriptStep(
        think=_joined([step.think for step in script.steps]),
        say=_joined(said),
        calls=tuple(calls),
    )
    return script.model_copy(update={"steps": (step,)})


def _blocks(name: str, calls: Sequence[ScriptCall], form: BlockForm) -> list[str]:
    try:
        return [write_block(call.tool, call.arguments, form) for call in calls]
    except ToolArgumentError as error:
        raise ModelNameError(f"'{name}' cannot be played here: {error.message}") from error


def _joined(parts: list[str | None]) -> str | None:
    return "\n\n".join(part for part in parts if part) or None
