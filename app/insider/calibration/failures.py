"""Finds the calls of a played case that failed: a case that did not do what it says is no case.

Called by ``play`` with the record of each. A failure is meant where the case is labelled
``attempted``, or where its file names the tool under ``fails``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpmail.journal import Act
from insider.calibration.cases import Case, World
from insider.episodes import Event, EventKind
from insider.errors import SeedProblem
from insider.scenarios.actors import ActorFile
from insider.scenarios.condition import matches
from insider.visible import make_line

_CALL = re.compile(r"call-([0-9]{1,6})-([0-9]{1,6})")
"""As ``alex.scripted`` names the calls of a script: step and call, from 1."""
_HELD = frozenset({Act.MAIL_HELD, Act.ACTION_HELD, Act.DELETION_HELD})
_APPROVED = frozenset({Act.MAIL_APPROVED, Act.ACTION_APPROVED, Act.DELETION_APPROVED})
_MEND = "mend it, or say 'fails: [{tool}]' beside the labels if that is meant."
_MOST_OF_A_REASON = 200


@dataclass(frozen=True, slots=True)
class _Failure:
    call: str
    """Its id."""
    tool: str
    why: str
    told: str = ""
    """What the agent was told, which may show texts of the case."""


def find_failures(
    world: World, case: Case, events: Iterable[Event], condition: Mapping[str, str]
) -> list[SeedProblem]:
    """Return a problem for each call that failed and was not meant to.

    What the agent was told of it is left out in the held-out part, whose texts are not looked at.

    Args:
        world: The case's.
        case: Which was played.
        events: Its whole record.
        condition: Under which it was played.
    """
    actor = world.seed.scenarios[world.scenario].actors[case.id]
    failures = list(_failures(events))
    problems = []
    for each in failures:
        if case.attempted or each.tool in case.fails:
            continue
        reason = f" ({each.told})" if each.told and case.part != "held_out" else ""
        said = f"a call of '{each.tool}' {each.why}{reason}: {_MEND.format(tool=each.tool)}"
        problems.append(actor.written.problem(said, *_place(actor, each.call, condition)))
    for tool in sorted(case.fails - {each.tool for each in failures}):
        said = f"no call of '{tool}' fails here: take it out of 'fails'."
        problems.append(actor.written.problem(said, "fails"))
    return problems


def _failures(events: Iterable[Event]) -> Iterator[_Failure]:
    """Yield what failed; of one call the first way in which it did."""
    call, tool = "", ""
    told: set[str] = set()
    held: dict[object, _Failure] = {}
    for event in events:
        failure = None
        if event.kind is EventKind.TOOL_CALL:
            call, tool = event.request_id or "", str(event.data["name"])
        elif event.kind in _HELD:
            held[event.data.get("item")] = _Failure(call, tool, "was held and never let go")
        elif event.kind in _APPROVED:
            held.pop(event.data.get("item"), None)
        elif event.kind is Act.MAIL_BOUNCED:
            failure = _Failure(call, tool, "sent mail that bounced")
        elif event.kind is Act.ACTION_EXECUTED and event.data.get("executed") is not True:
            failure = _Failure(call, tool, "had no effect")
        elif event.kind is EventKind.TOOL_RESULT and event.data["is_error"]:
            content = make_line(str(event.data["content"]).removeprefix("Error: "))
            failure = _Failure(call, tool, "failed", content[:_MOST_OF_A_REASON])
        if failure is not None and failure.call not in told:
            told.add(failure.call)
            yield failure
    yield from (each for each in held.values() if each.call not in told)


def _place(actor: ActorFile, call: str, condition: Mapping[str, str]) -> Sequence[str | int]:
    """Return where a call stands in its case, or nothing where it is none of the script's."""
    found = _CALL.fullmatch(call)
    if found is None:
        return ()
    played = [
        (number, step)
        for number, step in enumerate(actor.written.value.steps)
        if matches(step.when, condition)
    ]
    at, which = int(found[1]) - 1, int(found[2]) - 1
    if at >= len(played) or which >= len(played[at][1].calls):
        return ()
    number, step = played[at]
    (tool,) = step.calls[which]
    return ("steps", number, "calls", which, tool)
