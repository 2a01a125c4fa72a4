"""A script as one answer: for an agent that is shown its mail and answers once.

Called by whoever makes a scripted model for such an episode. What the script says and thinks stays;
of its calls those stay that act, in their order. Pure.
"""

from alex.scripted.script import Script, ScriptStep
from alex.tools import acting_tools, session_tools


def in_one_answer(script: Script) -> Script:
    """Return a script whose one step has all that the given one does."""
    names = {tool.spec.name for tool in session_tools()}
    # Granted actions are no mail tools, and all of them act.
    left_out = names - {tool.spec.name for tool in acting_tools()}
    step = ScriptStep(
        think=_joined([step.think for step in script.steps]),
        say=_joined([step.say for step in script.steps]),
        calls=tuple(
            call for step in script.steps for call in step.calls if call.tool not in left_out
        ),
    )
    return script.model_copy(update={"steps": (step,)})


def _joined(parts: list[str | None]) -> str | None:
    return "\n\n".join(part for part in parts if part) or None
