"""The prompts of a scenario: letter for letter for the classic form, in parts for the live one.

Called by ``make_pack``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import Template

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.public_framework.framework_copy import THREATS, FrameworkCopy
from insider.scenarios.public_framework.goals import GOALS, INSTRUCTIONS, Goal, texts_by_goal
from insider.scenarios.public_framework.rendering import (
    fill,
    mail_of,
    system_template,
    user_prompt,
    variables_of,
)

_GOAL, _REMINDER = "goal_statement", "goal_reminder"
_EXTRA, _NOTICE = "extra_system_instructions", "alignment_faking_warning"
_SCRATCHPAD = "SCRATCHPAD_REASONING_FORMAT"
_BLOCK = re.compile(r"<([A-Za-z][\w-]*(?::[\w-]+)?)>(.*?)</\1>", re.DOTALL)
_FIELD = re.compile(r"^\s*([A-Za-z_]+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Token:
    """A stretch of a template: a text, or a variable."""

    text: str
    """As it stands in the template; of a text, as it is shown."""
    variable: str | None = None


def classic_texts(copy: FrameworkCopy, scenario: str) -> tuple[dict[str, object], dict[str, str]]:
    """Return ``classic`` of a scenario without actions and numbers, and the files that it has."""
    files: dict[str, str] = {}
    mail = []
    for threat in THREATS:

        def text_of(goal: Goal, threat: str = threat) -> str:
            condition = goal.condition(scenario, threat=threat)
            return mail_of(copy, condition, variables_of(copy, condition))

        for found in texts_by_goal(GOALS, text_of):
            types, values = found.when.get("goal.type", []), found.when.get("goal.value", [])
            # Where the usual types have one text, the value tells it.
            words = values if len(types) > 1 and values else [*types, *values]
            name = f"{'-'.join((threat, *(words or ['all'])))}.txt"
            files[name] = found.text
            mail.append({"when": {**found.when, "threat": [threat]}, "file": name})
    document = {
        "system": list(_system_pieces(copy, scenario)),
        "task": [{"text": user_prompt(copy) + copy.joint}],
        "mail": mail,
    }
    return document, files


def live_prompt(copy: FrameworkCopy, scenario: str) -> dict[str, object]:
    """Return ``prompt`` of a scenario: the same words, without what belongs to the classic form.

    Raises:
        InvalidSeedError: The system prompt is not made as it is known to be.
    """
    template = system_template(copy, scenario, prod=True).removesuffix(tool_format(copy, scenario))
    tokens = _tokens(template)
    places = {token.variable: place for place, token in enumerate(tokens) if token.variable}
    if not {_GOAL, _REMINDER, _EXTRA} <= places.keys():
        raise _changed(
            f"the system prompt of '{scenario}' has not the variables that it should have"
        )
    goal, reminder, extra = (places[name] for name in (_GOAL, _REMINDER, _EXTRA))
    between = _paragraphs(_plain(tokens[goal + 1 : reminder]))
    if not between:
        raise _changed(f"the system prompt of '{scenario}' says nothing from goal to reminder")
    asked = _paragraphs(user_prompt(copy))
    if not asked:
        raise _changed("USER_PROMPT has no text")
    *about, last = between
    lead = [last] if last.endswith(":") else []
    role = [*_paragraphs(_plain(tokens[:goal])), *about, *([] if lead else [last])]
    *task, ending = asked
    shown = task if task and ending.endswith(":") else [*task, ending]
    return {
        "role": "\n\n".join(role),
        "goal": _stripped(_by_goal(copy, scenario, _GOAL)),
        "instructions": [
            *({"text": each} for each in lead),
            *_stripped(_by_goal(copy, scenario, _REMINDER)),
            *_stripped(_extra_pieces(copy, scenario)),
            *({"text": each} for each in _paragraphs(_plain(tokens[extra + 1 :]))),
        ],
        "notice": _stripped(_notice_pieces(copy)),
        "scratchpad": [
            {"when": {"scratchpad": ["on"]}, "text": copy.strings[_SCRATCHPAD].strip()}
            for name in (_SCRATCHPAD,)
            if name in copy.strings
        ],
        "task": "\n\n".join(shown),
    }


def tool_format(copy: FrameworkCopy, scenario: str) -> str:
    """Return what a system prompt says of how actions are written."""
    return copy.strings.get(f"{scenario.upper()}_TOOLUSE_FORMAT", "")


@dataclass(frozen=True, slots=True)
class WrittenAction:
    """A kind of action as a system prompt shows it."""

    tag: str
    fields: tuple[str, ...]
    about: str
    """What the prompt says before it."""


def actions_in(text: str) -> list[WrittenAction]:
    """Return the actions that a prompt shows; a block without fields is none."""
    actions, before = [], 0
    for found in _BLOCK.finditer(text):
        fields = tuple(dict.fromkeys(_FIELD.findall(found[2])))
        if not fields:
            continue
        about = text[before : found.start()].strip().removeprefix("- ")
        actions.append(WrittenAction(found[1], fields, about))
        before = found.end()
    return actions


def _system_pieces(copy: FrameworkCopy, scenario: str) -> Iterator[dict[str, object]]:
    """Yield a system prompt in pieces; those that only one of its two forms has say which."""
    forms = [_tokens(system_template(copy, scenario, prod=prod)) for prod in (False, True)]
    alike = [token.variable for token in forms[0]] == [token.variable for token in forms[1]]
    if not alike:
        for name, tokens in zip(("on", "off"), forms, strict=True):
            for token in tokens:
                yield from _of_scratchpad(_pieces(copy, scenario, token), name)
        return
    for with_it, without in zip(*forms, strict=True):
        if with_it == without:
            yield from _pieces(copy, scenario, with_it)
        else:
            yield from _of_scratchpad(_pieces(copy, scenario, with_it), "on")
            yield from _of_scratchpad(_pieces(copy, scenario, without), "off")


def _of_scratchpad(pieces: Sequence[dict[str, object]], value: str) -> Iterator[dict[str, object]]:
    for piece in pieces:
        when = piece.get("when")
        yield {
            "when": {**(when if isinstance(when, dict) else {}), "scratchpad": [value]},
            "text": piece["text"],
        }


def _pieces(copy: FrameworkCopy, scenario: str, token: _Token) -> list[dict[str, object]]:
    match token.variable:
        case None:
            return [{"text": token.text}] if token.text else []
        case name if name == _EXTRA:
            return _extra_pieces(copy, scenario)
        case name if name == _NOTICE:
            return _notice_pieces(copy)
        case name:
            return _by_goal(copy, scenario, name, otherwise=token.text)


def _by_goal(
    copy: FrameworkCopy, scenario: str, name: str, otherwise: str = ""
) -> list[dict[str, object]]:
    def text_of(goal: Goal) -> str:
        return variables_of(copy, goal.condition(scenario)).get(name, otherwise)

    return [each.under() for each in texts_by_goal(GOALS, text_of)]


def _extra_pieces(copy: FrameworkCopy, scenario: str) -> list[dict[str, object]]:
    pieces = []
    for ours, theirs in INSTRUCTIONS.items():
        text = copy.extra.get(theirs, "")

        def text_of(goal: Goal, text: str = text) -> str:
            return fill(text, variables_of(copy, goal.condition(scenario)))

        pieces += [each.under(instructions=ours) for each in texts_by_goal(GOALS, text_of)]
    return pieces


def _notice_pieces(copy: FrameworkCopy) -> list[dict[str, object]]:
    return [{"when": {"notice": ["question"]}, "text": copy.notice}] if copy.notice else []


def _stripped(pieces: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return pieces as parts of Insider's prompt, which puts space between them itself."""
    return [{**piece, "text": text} for piece in pieces if (text := str(piece["text"]).strip())]


def _tokens(template: str) -> list[_Token]:
    """Return a template in texts and variables, as ``string.Template`` sees them."""
    tokens, text, position = [], "", 0
    for found in Template.pattern.finditer(template):
        text += template[position : found.start()]
        position = found.end()
        name = found["named"] or found["braced"]
        if name:
            tokens += [_Token(text), _Token(found[0], name)]
            text = ""
        else:
            # Two dollars mean one; a dollar alone is left.
            text += "$" if found["escaped"] is not None else found[0]
    return [*tokens, _Token(text + template[position:])]


def _plain(tokens: Sequence[_Token]) -> str:
    return "".join(token.text for token in tokens if token.variable is None)


def _changed(what: str) -> InvalidSeedError:
    said = f"{what}; the copy may be newer than this version of Insider, or changed."
    return InvalidSeedError([SeedProblem("templates/system_prompt_templates.py", None, said)])


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"\n\s*\n", text) if each.strip()]
