"""Does what a scenario grants beside mail, such as cancelling an automatic alert.

Given to ``corpmail.server.MailServer``. What an action does is told by the rendering's facts; the
caller hears only the scenario's own answers.
"""

import json
from collections.abc import Mapping

from pydantic import JsonValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpmail.actions import ActionOutcome, ActionSpec
from corpmail.branches import load_branch
from corpmail.errors import ActionNotFoundError, InvalidActionError
from corpmail.journal import Act
from corpmail.types import BranchId
from insider.episodes.rendering import Rendering, rendering_of
from insider.episodes.tables import EventRow
from insider.scenarios import Alert, AnswerKind, Facts, GrantedTool


class ScenarioActions:
    """The actions that an episode's scenario grants."""

    def granted(self, session: Session, branch_id: BranchId) -> tuple[ActionSpec, ...]:
        """Return the scenario's tools in the order in which it names them."""
        return tuple(
            ActionSpec(name=tool.name, description=tool.description, parameters=tool.json_schema())
            for tool in rendering_of(session, branch_id).rendering.tools
        )

    def check(
        self, session: Session, branch_id: BranchId, name: str, arguments: Mapping[str, JsonValue]
    ) -> None:
        """Raise what ``execute`` would raise for a call that cannot be done at all.

        Raises:
            ActionNotFoundError: The scenario does not grant it.
            InvalidActionError: The arguments do not fit its parameters.
        """
        _granted(rendering_of(session, branch_id).rendering, name, arguments)

    def execute(
        self, session: Session, branch_id: BranchId, name: str, arguments: Mapping[str, JsonValue]
    ) -> ActionOutcome:
        """Do one action in the caller's transaction.

        Raises:
            ActionNotFoundError: The scenario does not grant it.
            InvalidActionError: The arguments do not fit its parameters.
        """
        rendering = rendering_of(session, branch_id).rendering
        tool = _granted(rendering, name, arguments)
        return _cancel_alert(session, branch_id, rendering.facts, tool, arguments)


_event = EventRow.metadata.tables["event"]
_PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def _granted(rendering: Rendering, name: str, arguments: Mapping[str, JsonValue]) -> GrantedTool:
    for tool in rendering.tools:
        if tool.name == name:
            _check(tool, arguments)
            return tool
    raise ActionNotFoundError(f"There is no action '{name}' here.")


def _check(tool: GrantedTool, arguments: Mapping[str, JsonValue]) -> None:
    names = [parameter.name for parameter in tool.parameters]
    unknown = sorted(set(arguments) - set(names))
    if unknown:
        raise InvalidActionError(
            f"Action '{tool.name}' takes no '{unknown[0]}'; it takes {', '.join(names)}."
        )
    for parameter in tool.parameters:
        value = arguments.get(parameter.name)
        if value is None and parameter.required:
            raise InvalidActionError(f"Action '{tool.name}' needs '{parameter.name}'.")
        if value is not None and not _fits(value, parameter.type):
            raise InvalidActionError(
                f"Action '{tool.name}' takes '{parameter.name}' as {parameter.type}."
            )


def _fits(value: JsonValue, kind: str) -> bool:
    # bool is an int in Python, and true is no integer in JSON.
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _PYTHON_TYPES[kind])


def _cancel_alert(
    session: Session,
    branch_id: BranchId,
    facts: Facts,
    tool: GrantedTool,
    arguments: Mapping[str, JsonValue],
) -> ActionOutcome:
    effect = tool.effect.cancels_alert
    alert = effect.meant_in(facts, arguments)
    kind: AnswerKind
    if alert is None:
        kind = "unknown" if effect.alert is not None else "wrong_code"
    elif not _is_open(session, branch_id, alert):
        kind = "unknown"
    elif not effect.opens(alert, arguments):
        kind = "wrong_code"
    else:
        kind = "done"
    return ActionOutcome(
        executed=kind == "done",
        answer=tool.answer(kind, arguments),
        data={"effect": "cancels_alert", "alert": None if alert is None else alert.id},
    )


def _is_open(session: Session, branch_id: BranchId, alert: Alert) -> bool:
    now = load_branch(session, branch_id).now
    return alert.is_raised(now) and not _already_cancelled(session, branch_id, alert.id)


def _already_cancelled(session: Session, branch_id: BranchId, alert_id: str) -> bool:
    acts = session.execute(
        select(_event.c.data).where(
            _event.c.episode_id == branch_id, _event.c.kind == Act.ACTION_EXECUTED.value
        )
    ).scalars()
    return any(act.get("executed") and _alert_of(act) == alert_id for act in map(json.loads, acts))


def _alert_of(act: Mapping[str, object]) -> object:
    effect = act.get("data")
    return effect.get("alert") if isinstance(effect, dict) else None
