"""Scripted agents as authors write them, and as scripts for one condition.

A step's texts that read ``@key`` become the public id of that mail (of its thread where the
argument is ``thread_id``), ``@key#filename`` the id of a file on it, and ``@key/filename`` both, as
files to be sent along are named. Called by the catalogue (reading) and the renderer (scripts).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path as FilePath
from typing import Annotated, Literal

from pydantic import Field, JsonValue, field_validator, model_validator

from alex.scripted.script import Script, ScriptCall, ScriptStep
from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.condition import Factors, When, find_faults, matches
from insider.scenarios.domains import DomainMap
from insider.scenarios.facts import ForbiddenHarm
from insider.scenarios.files import list_files, read_yaml, relative_name
from insider.scenarios.render_mail import RenderedMail
from insider.scenarios.written import Written, WrittenModel, nearest, validate
from insider.scenarios.yaml_tree import Path, walk_text

Harm = ForbiddenHarm | Literal["disobedience"]
ToolName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

_REFERENCE = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)(?:([#/])(.+))?")


class StepFields(WrittenModel):
    """One answer of a scripted agent."""

    think: str | None = None
    say: str | None = None
    when: When = Field(default_factory=dict)
    session: Annotated[int, Field(ge=1, le=1_000)] | None = None
    """From which session on it and what follows are played; that of the step before by default."""
    calls: tuple[dict[ToolName, dict[str, JsonValue]], ...] = ()

    @field_validator("calls", mode="before")
    @classmethod
    def _empty_is_no_arguments(cls, calls: object) -> object:
        if not isinstance(calls, list):
            return calls
        return [
            {tool: {} if given is None else given for tool, given in call.items()}
            if isinstance(call, dict)
            else call
            for call in calls
        ]

    @field_validator("calls")
    @classmethod
    def _one_tool_each(
        cls, calls: tuple[dict[str, dict[str, JsonValue]], ...]
    ) -> tuple[dict[str, dict[str, JsonValue]], ...]:
        if any(len(call) != 1 for call in calls):
            raise ValueError("each call names one tool, such as '- read_message: {...}'")
        return calls


class ActorFields(WrittenModel):
    """An actor's file; the actor's name is the file's."""

    takes_control_characters = True

    about: str = ""
    harm: tuple[Harm, ...] = ()
    steps: Annotated[tuple[StepFields, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _sessions_ascend(self) -> "ActorFields":
        named = [each.session for each in self.steps if each.session is not None]
        if named != sorted(named):
            raise ValueError("the steps of an earlier session stand after those of a later one")
        return self

    @property
    def sessions(self) -> tuple[int, ...]:
        """In which session each step is played."""
        return tuple(accumulate((each.session or 1 for each in self.steps), max))


@dataclass(frozen=True, slots=True)
class ActorFile:
    """A scripted agent."""

    name: str
    written: Written[ActorFields]

    def names_what_is_left_out(self, key: str, *path: str | int) -> SeedProblem:
        """Return a problem: a step names a mail that one of its conditions leaves out."""
        said = f"the mail '{key}' is not there in every condition; give the step a 'when'."
        return self.written.problem(said, *path, code="absent-mail")


def load_actors(
    folder: FilePath, *, root: FilePath, problems: list[SeedProblem]
) -> dict[str, ActorFile]:
    """Read the actors of a folder, by name.

    Args:
        folder: Nothing is found where there is none.
        root: The seed folder.
        problems: Where faults are added.
    """
    found: dict[str, ActorFile] = {}
    for path in list_files(folder, suffix=".yaml", root=root, problems=problems):
        file = relative_name(path, root)
        try:
            written = validate(ActorFields, read_yaml(path, root=root), file=file)
        except InvalidSeedError as error:
            problems.extend(error.problems)
            continue
        found[path.stem] = ActorFile(path.stem, written)
    return found


def find_bad_references(
    actor: ActorFile, files_of: Mapping[str, Iterable[str]], lost: Collection[str] = ()
) -> list[SeedProblem]:
    """Return a problem for each ``@key`` that no mail has, and each file that its mail has not.

    Args:
        actor: Whose steps are looked through.
        files_of: Names of the files of each mail that the actor can know, by key.
        lost: Ids of mail that is there and could not be read.
    """
    problems = []
    for path, text in walk_text(actor.written.part):
        found = _REFERENCE.fullmatch(text)
        if found is None or path[0] != "steps":
            continue
        key, _, filename = found.groups()
        if key in lost:
            continue
        if key not in files_of:
            code, said = "unknown-mail", f"there is no mail '{key}'{nearest(key, files_of)}"
        elif filename is not None and filename not in files_of[key]:
            hint = nearest(filename, files_of[key])
            code, said = "unknown-file", f"the mail '{key}' has no file '{filename}'{hint}"
        else:
            continue
        problems.append(actor.written.problem(said, *path, code=code))
    return problems


def keys_named_by(actor: ActorFile) -> Iterator[tuple[int, Path, str]]:
    """Yield each step's number where it names mail, the place where it does, and the mail's key."""
    for path, text in walk_text(actor.written.part):
        found = _REFERENCE.fullmatch(text)
        if found is not None and path[0] == "steps" and "calls" in path[:3]:
            number = path[1]
            if isinstance(number, int):
                yield number, path, found[1]


def find_bad_conditions(actor: ActorFile, factors: Factors) -> list[SeedProblem]:
    """Return a problem for each step's ``when`` that names what the scenario does not have."""
    return [
        actor.written.problem(fault, "steps", number, "when", factor, code="condition")
        for number, step in enumerate(actor.written.value.steps)
        for factor, fault in find_faults(step.when, factors)
    ]


def find_missing_sessions(actor: ActorFile, sessions: int) -> list[SeedProblem]:
    """Return a problem for each step of a session that there is not.

    Args:
        actor: Whose steps are looked through.
        sessions: How many the scenario has.
    """
    has = "one session" if sessions == 1 else f"{sessions} sessions"
    return [
        actor.written.problem(
            f"there is no session {step.session}: the scenario has {has}.",
            "steps",
            number,
            "session",
        )
        for number, step in enumerate(actor.written.value.steps)
        if step.session is not None and step.session > sessions
    ]


def find_bad_calls(
    actor: ActorFile, tools: Mapping[str, Collection[str]], *, meant: Collection[str] = ()
) -> list[SeedProblem]:
    """Return a problem for each call of a tool that there is not, and each argument that it lacks.

    Args:
        actor: Whose steps are looked through.
        tools: Names of the parameters of each tool that the scenario has, by the tool's name.
        meant: Tools whose calls are wrong on purpose, and not looked at.
    """
    problems = []
    for number, step in enumerate(actor.written.value.steps):
        for index, call in enumerate(step.calls):
            for tool, arguments in call.items():
                if tool in meant:
                    continue
                path: Path = ("steps", number, "calls", index, tool)
                if tool not in tools:
                    hint = nearest(tool, tools)
                    if hint == ".":
                        hint = f"; there are {', '.join(sorted(tools))}."
                    said = f"there is no tool '{tool}'{hint}"
                    problems.append(actor.written.problem(said, *path, code="unknown-tool"))
                    continue
                for name in arguments:
                    if name not in tools[tool]:
                        said = f"the tool '{tool}' takes no '{name}'{nearest(name, tools[tool])}"
                        problems.append(
                            actor.written.problem(said, *path, name, code="unknown-tool")
                        )
    return problems


def render_actor(
    actor: ActorFile,
    *,
    condition: Mapping[str, str],
    mail: RenderedMail,
    domains: DomainMap,
    problems: list[SeedProblem],
) -> Script:
    """Return an actor's script for one condition.

    Args:
        actor: As it is written.
        condition: Complete.
        mail: What the condition has.
        domains: Applied to every text.
        problems: Where references to mail that the condition leaves out are added.
    """
    fields = actor.written.value
    resolve = _Resolver(actor, mail, domains, problems)
    steps = tuple(
        ScriptStep(
            think=None if step.think is None else domains.text(step.think),
            say=None if step.say is None else domains.text(step.say),
            calls=tuple(
                ScriptCall(
                    tool=tool,
                    arguments={
                        name: resolve.value(each, ("steps", number, "calls", index, tool, name))
                        for name, each in arguments.items()
                    },
                )
                for index, call in enumerate(step.calls)
                for tool, arguments in call.items()
            ),
            session=session,
        )
        for number, (step, session) in enumerate(zip(fields.steps, fields.sessions, strict=True))
        if matches(step.when, condition)
    )
    return Script(name=actor.name, about=fields.about, harm=fields.harm, steps=steps)


@dataclass(frozen=True, slots=True)
class _Resolver:
    actor: ActorFile
    mail: RenderedMail
    domains: DomainMap
    problems: list[SeedProblem]

    def value(self, value: JsonValue, path: Path) -> JsonValue:
        if isinstance(value, list):
            return [self.value(item, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, dict):
            return {key: self.value(item, (*path, key)) for key, item in value.items()}
        found = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return self.domains.value(value)
        key, sign, filename = found.groups()
        if key not in self.mail.ids:
            self.problems.append(self.actor.names_what_is_left_out(key, *path))
            return value
        if filename is None:
            return str(self.mail.threads[key] if path[-1] == "thread_id" else self.mail.ids[key])
        names = [file.filename for file in self.mail.files[key]]
        if filename not in names:  # it was on a mail that this one forwards, and that is left out
            return value
        attachment_id = f"a{names.index(filename) + 1}"
        return attachment_id if sign == "#" else f"{self.mail.ids[key]}/{attachment_id}"
