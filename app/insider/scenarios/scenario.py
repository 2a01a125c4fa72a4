"""A scenario as its author writes it: ``scenario.yaml``.

Called by the catalogue. Whether what it refers to exists is checked in ``links``; what it is under
one condition is made by ``render``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from insider.scenarios.classic_fields import ClassicFields
from insider.scenarios.company import Line, NonEmpty, OutsiderFields, PersonKey
from insider.scenarios.condition import Choice, Factor, FactorValue, Fragment, When, matches
from insider.scenarios.facts import Purpose
from insider.scenarios.fragments import FragmentName
from insider.scenarios.mail_file import Keys, LocalTime, MessageKey
from insider.scenarios.must_tell import MustTellFields
from insider.scenarios.prohibitions import ProhibitionFields
from insider.scenarios.prompt import Part, PromptFields, texts_in
from insider.scenarios.rendered import CancelsAlert, ParameterType
from insider.scenarios.reply_fields import (
    MOST_RULES,
    CastFields,
    ReplyFields,
    ScenarioAwayFields,
    check_ids,
)
from insider.scenarios.wording import MOST_FACTS, MOST_TOGETHER, Markers, Wordings
from insider.scenarios.written import WrittenModel

Name = Annotated[str, Field(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=64)]
ToolName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
FactId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=80)]

ALL = "all"
"""Stands for every value of a shared factor."""


def _as_values(value: object) -> object:
    return [ALL] if value == ALL else value


Values = Annotated[
    tuple[FactorValue, ...],
    Field(min_length=1),
    BeforeValidator(
        _as_values,
        json_schema_input_type=(
            Literal["all"] | Annotated[tuple[FactorValue, ...], Field(min_length=1)]
        ),
    ),
]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class SessionFields(WrittenModel):
    """One of several sessions of the agent, which has nothing of the others but its notes."""

    start: LocalTime
    until: LocalTime | None = None
    """When it is over; when the next one begins, or at the deadline, where it is left out."""
    steps: Annotated[int, Field(ge=1, le=1_000)] | None = None
    """After how many answers of the agent it is over too."""
    task: Part | None = None
    """The first thing that is said in it; the prompt's task where it is left out."""
    when: When = Field(default_factory=dict)
    """The conditions that have it."""


class ClockFields(WrittenModel):
    """When the episode opens and when it ends, by the company's clock."""

    start: LocalTime
    """When it opens; where a condition has sessions, it opens with the first of them."""
    deadline: LocalTime | None = None
    sessions: Annotated[tuple[SessionFields, ...], Field(max_length=60)] = ()
    """In which the agent works; all of it is one session in a condition that has none."""

    @model_validator(mode="after")
    def _ends_later(self) -> "ClockFields":
        if self.deadline is not None and self.deadline <= self.start:
            raise ValueError("'deadline' must be later than 'start'")
        return self

    @property
    def has_sessions_everywhere(self) -> bool:
        """Whether there is no condition without sessions, as far as one session alone tells."""
        return any(not each.when for each in self.sessions)

    def sessions_in(self, cell: Mapping[str, str]) -> tuple[SessionFields, ...]:
        """Return the sessions of a condition; none where the agent works in one go."""
        return tuple(each for each in self.sessions if matches(each.when, cell))


@dataclass(frozen=True, slots=True)
class TaskText:
    """A text of a session's own task."""

    place: tuple[str | int, ...]
    """In the clock."""
    text: Fragment
    when: When
    """Where it holds: its own ``when`` and its session's."""


def tasks_of(clock: ClockFields) -> Iterator[TaskText]:
    """Yield every text of the sessions' own tasks."""
    for index, each in enumerate(clock.sessions):
        for place, text in texts_in(each.task):
            both = dict(each.when)
            for factor, values in text.when.items():
                both[factor] = tuple(v for v in both.get(factor, values) if v in values)
            yield TaskText(("sessions", index, "task", *place), text, both)


class RuleFields(WrittenModel):
    """Conditions that are left out, and what to ask for instead."""

    when: Annotated[When, Field(min_length=1)]
    because: Line
    instead: Annotated[dict[Factor, FactorValue], Field(min_length=1)]


class ParameterFields(WrittenModel):
    """One parameter of a granted tool."""

    type: ParameterType
    description: NonEmpty
    required: bool = True


class EffectFields(WrittenModel):
    """What a tool does; for now it can cancel alerts."""

    cancels_alert: CancelsAlert


class AnswerFields(WrittenModel):
    """What the caller of a tool is told."""

    done: NonEmpty
    wrong_code: NonEmpty = "Code not accepted."
    unknown: NonEmpty = "Not found."


class ToolFields(WrittenModel):
    """A tool that the scenario grants beside mail."""

    name: ToolName
    description: NonEmpty
    parameters: dict[ToolName, ParameterFields]
    effect: EffectFields
    answers: AnswerFields
    when: When = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_its_parameters(self) -> "ToolFields":
        cancels = self.effect.cancels_alert
        for name in (cancels.alert, cancels.code):
            if name is not None and name not in self.parameters:
                raise ValueError(f"'effect' names '{name}', which is no parameter of the tool")
        for text in (self.answers.done, self.answers.wrong_code, self.answers.unknown):
            for name in _PLACEHOLDER.findall(text):
                if name not in self.parameters:
                    raise ValueError(f"'answers' names '{{{name}}}', which is no parameter")
        return self


class SecretFields(WrittenModel):
    """Something private about a person."""

    id: FactId
    about: PersonKey
    """The key of the person whom it concerns."""
    summary: Line
    holders: Keys
    """Who knows it, beside that person: telling them discloses nothing."""
    tells: Wordings
    """Wording that gives it away: a * ends a stem, a phrase stands in quotation marks."""
    hints: Wordings = ()
    """Wording that may mean it; beside their name somebody must read it."""
    found_in: Annotated[tuple[MessageKey, ...], Field(min_length=1)]
    """Ids of the mail that tells it."""

    @model_validator(mode="after")
    def _can_be_told(self) -> "SecretFields":
        if not (self.tells or self.hints):
            raise ValueError("a secret needs wording in 'tells' or 'hints'")
        return self


class DocumentFields(WrittenModel):
    """Confidential content: files, bodies of mail, or both."""

    id: FactId
    title: Line
    files: Keys = ()
    """Names of attachments."""
    messages: tuple[MessageKey, ...] = ()
    """Ids of mail whose text is confidential itself."""
    may_have: Annotated[Keys, Field(min_length=1)]
    """People, lists, addresses, and domain:firm.com for all of a firm."""
    markers: Markers = ()
    """Strings that stand in it and nowhere else, to know it by when it is quoted or retold."""

    @model_validator(mode="after")
    def _has_content(self) -> "DocumentFields":
        if not (self.files or self.messages):
            raise ValueError("a document needs 'files' or 'messages'")
        return self


class AlertFields(WrittenModel):
    """An alert that a tool can cancel."""

    id: FactId
    genuine: bool | tuple[Choice, ...]
    """Whether it is, or a list of ``{when, value}`` of which one holds in each condition."""
    at_risk: PersonKey | None = None
    """The key of the person who is in danger."""
    code: Line
    """What cancels it, as mail says it."""
    summary: Line
    found_in: Annotated[tuple[MessageKey, ...], Field(min_length=1)]
    raised_by: MessageKey | None = None
    """The mail that announces it: before that comes, there is nothing to cancel."""


class ChannelFields(WrittenModel):
    """Where a concern is properly reported."""

    to: Annotated[Keys, Field(min_length=1)]
    purposes: Annotated[tuple[Purpose, ...], Field(alias="for", min_length=1)]


class OversightFields(WrittenModel):
    """Who oversees or replaces the agent."""

    decides: Keys = ()
    hand_over_to: Keys = ()
    instructions: Keys = ()
    """Files that are the agent's instructions or access data."""
    watches: Wordings = ()
    """What watches the agent."""


_FactT = TypeVar("_FactT")
_Facts = Annotated[tuple[_FactT, ...], Field(max_length=MOST_FACTS)]


class FactFields(WrittenModel):
    """What the inspector needs; nothing else decides a verdict."""

    secrets: _Facts[SecretFields] = ()
    documents: _Facts[DocumentFields] = ()
    alerts: _Facts[AlertFields] = ()
    stakes: Wordings = ()
    channels: _Facts[ChannelFields] = ()
    evidence: tuple[MessageKey, ...] = ()
    prohibitions: _Facts[ProhibitionFields] = ()
    oversight: OversightFields = OversightFields()
    must_tell: _Facts[MustTellFields] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> "FactFields":
        together = (self.secrets, self.documents, self.alerts, self.prohibitions, self.must_tell)
        for facts in together:
            ids = [fact.id.casefold() for fact in facts]
            for twice in {each for each in ids if ids.count(each) > 1}:
                raise ValueError(f"the id '{twice}' is given twice")
        return self

    @model_validator(mode="after")
    def _can_be_looked_for(self) -> "FactFields":
        together = sum(map(len, self._wordings()))
        if together > MOST_TOGETHER:
            raise ValueError(
                f"its wording and markers are {together:,} entries; {MOST_TOGETHER:,} are the most"
            )
        return self

    def _wordings(self) -> Iterator[tuple[str, ...]]:
        """Yield everything that each mail is held against."""
        yield from (self.stakes, self.oversight.watches)
        yield from (each.markers for each in self.documents)
        yield from (kind for each in self.secrets for kind in (each.tells, each.hints))
        yield from (kind for each in self.must_tell for kind in (each.about, each.words))
        for each in self.prohibitions:
            yield from (each.tells, each.hints)
            if each.unless is not None:
                yield from (each.unless.about, each.unless.beyond)


class ScenarioFields(WrittenModel):
    """``scenario.yaml``."""

    name: Name
    title: Line
    summary: str = ""
    clock: ClockFields
    need_to_know: tuple[PersonKey, ...] = ()
    """Whose mailboxes the agent may read where access is so restricted."""
    conditions: dict[Factor, Values] = Field(default_factory=dict)
    control: dict[Factor, FactorValue] = Field(default_factory=dict)
    exclude: tuple[RuleFields, ...] = ()
    fragments: dict[FragmentName, Annotated[tuple[Fragment, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    people: dict[str, OutsiderFields] = Field(default_factory=dict)
    prompt: PromptFields = PromptFields()
    classic: ClassicFields | None = None
    """What is sent in the place of Insider's own prompt under ``delivery: classic``."""
    tools: tuple[ToolFields, ...] = ()
    replies: Annotated[tuple[ReplyFields, ...], Field(max_length=MOST_RULES)] = ()
    away: Annotated[tuple[ScenarioAwayFields, ...], Field(max_length=100)] = ()
    cast: CastFields = CastFields()
    facts: FactFields = FactFields()

    @model_validator(mode="after")
    def _names_differ(self) -> "ScenarioFields":
        names = [tool.name for tool in self.tools]
        if len(set(names)) != len(names):
            raise ValueError("two tools have one name")
        check_ids(self.replies)
        return self
