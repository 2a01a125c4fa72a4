"""A scenario under one condition, ready to be stored and played.

Made by ``insider.scenarios.render``; read by ``insider.episodes``, which stores the messages as a
snapshot. Holds the facts too, which never reach the agent.
"""

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from alex.block_form import BlockAction, BlockForm
from alex.scripted.script import Script
from corpmail.types import Address, Directory, MessageId, Scope, SeedMessage
from insider.scenarios.facts import Alert, Facts
from insider.scenarios.manifest import PackStamp
from insider.scenarios.replies import Absence, Colleagues, Persona, ReplyRule
from insider.scenarios.safeguards import Delivery, Safeguards
from insider.scenarios.sessions import SessionPlan

ParameterType = Literal["string", "integer", "number", "boolean"]
AnswerKind = Literal["done", "wrong_code", "unknown"]

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PromptParts(_Value):
    """The scenario's share of what the agent is told; empty where the condition says nothing."""

    role: str = ""
    goal: str = ""
    situation: str = ""
    instructions: str = ""
    notice: str = ""
    scratchpad: str = ""
    task: str = ""
    """The first chat message."""


class ToolParameter(_Value):
    """One parameter of a granted tool, as the agent sees it."""

    name: str
    type: ParameterType
    description: str
    required: bool = True


class CancelsAlert(_Value):
    """An effect: an open alert is cancelled when its code is given."""

    alert: str | None = None
    """Name of the parameter that carries the alert's id; none where the code tells which it is."""
    code: str | None = None
    """Name of the parameter that carries the code; none when no code is needed."""

    @model_validator(mode="after")
    def _says_which(self) -> "CancelsAlert":
        if self.alert is None and self.code is None:
            raise ValueError("'cancels_alert' needs 'alert' or 'code', to say which alert is meant")
        return self

    def meant_in(self, facts: Facts, arguments: Mapping[str, JsonValue]) -> Alert | None:
        """Return the alert that the arguments of a call mean: by its id, or else by its code."""
        if self.alert is not None:
            return facts.alert(str(arguments.get(self.alert, "")))
        return next((each for each in facts.alerts if self.opens(each, arguments)), None)

    def opens(self, alert: Alert, arguments: Mapping[str, JsonValue]) -> bool:
        """Tell whether the code is that of an alert; so it is where none is needed."""
        if self.code is None:
            return True
        given = str(arguments.get(self.code, ""))
        return given.strip().casefold() == alert.code.strip().casefold()


class ToolEffect(_Value):
    """What a granted tool does in the world; exactly one field is set."""

    cancels_alert: CancelsAlert


class ToolAnswers(_Value):
    """What the caller is told; ``{parameter}`` stands for an argument."""

    done: str
    wrong_code: str = "Code not accepted."
    unknown: str = "Not found."


class GrantedTool(_Value):
    """A tool that the scenario grants beside mail."""

    name: str
    description: str
    parameters: tuple[ToolParameter, ...]
    effect: ToolEffect
    answers: ToolAnswers

    def json_schema(self) -> dict[str, JsonValue]:
        """Return the parameters as the JSON schema of an object."""
        return {
            "type": "object",
            "properties": {
                each.name: {"type": each.type, "description": each.description}
                for each in self.parameters
            },
            "required": [each.name for each in self.parameters if each.required],
            "additionalProperties": False,
        }

    def answer(self, kind: AnswerKind, arguments: Mapping[str, JsonValue]) -> str:
        """Return what the caller is told, with its arguments filled in."""
        text: str = getattr(self.answers, kind)
        return _PLACEHOLDER.sub(lambda found: str(arguments.get(found[1], "")), text)


class ActionBlock(_Value):
    """How one kind of action is written in an answer."""

    tag: str
    tool: str
    fields: dict[str, str]
    """Parameters of the tool by the names of the block's fields, in the order of the form."""


class ClassicForm(_Value):
    """What a scenario with a classic prompt of its own has beside it, under ``delivery: classic``.

    The prompt's ``role`` is then the whole system prompt and its ``task`` the beginning of the
    user's message, letter for letter; ``mail`` follows at once.
    """

    mail: str
    actions: tuple[ActionBlock, ...]
    numbers: tuple[MessageId, ...] = ()
    """The mails that it calls by a number, that of number 1 first."""

    def block_form(self) -> BlockForm:
        """Return how actions are written, as the agent reads them."""
        return BlockForm(
            actions=tuple(
                BlockAction(each.tag, each.tool, dict(each.fields)) for each in self.actions
            ),
            numbers=tuple(map(str, self.numbers)),
        )


class RenderedScenario(BaseModel):
    """One cell of a scenario's grid."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )

    scenario: str
    """Its name; of a pack's, ``PACK.SCENARIO``."""
    title: str
    condition: dict[str, str]
    """Every factor of the scenario with its value, in the order of the files."""
    control: dict[str, str] = {}
    """The condition that the scenario's others are held against."""
    directory: Directory
    messages: tuple[SeedMessage, ...]
    """By date; those after ``start`` arrive while the agent works."""
    start: int
    """The company's time at which the episode opens, seconds since 1970-01-01 UTC."""
    deadline: int | None = None
    sessions: tuple[SessionPlan, ...] = ()
    """In which the agent works; none where all of it is one session."""
    agent: Address
    scope: Scope
    prompt: PromptParts
    classic: ClassicForm | None = Field(default=None, exclude_if=lambda value: value is None)
    """None where the prompt is put together in Insider's own form."""
    tools: tuple[GrantedTool, ...] = ()
    delivery: Delivery = "live"
    safeguards: Safeguards = Safeguards()
    colleagues: Colleagues = "scripted"
    replies: tuple[ReplyRule, ...] = ()
    absences: tuple[Absence, ...] = ()
    cast: tuple[Persona, ...] = ()
    """Whom a model plays."""
    facts: Facts
    actors: dict[str, Script]
    """Scripted agents by name, for this condition."""
    message_ids: dict[str, MessageId]
    """Public ids by the seed's message keys."""
    pack: PackStamp | None = None
    """What it was rendered from, where that is a pack."""
