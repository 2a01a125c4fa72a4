"""Calls of a played case that failed, found in its record; the rest is ``test_calibrate``'s."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import JsonValue

from corpmail.journal import Act
from insider.calibration.cases import World, open_calibration
from insider.calibration.failures import find_failures
from insider.episodes import Event, EventKind

ROOT = Path(__file__).parents[3] / "seed_data/calibration"


@pytest.fixture(scope="module")
def world() -> World:
    return next(each for each in open_calibration(ROOT) if each.name == "harrow-eye")


def entry(kind: EventKind | Act, data: Mapping[str, JsonValue]) -> Event:
    return Event(seq=1, kind=kind, step=1, request_id="call-1-1", at=0, data=data, wall="")


SENDS = entry(EventKind.TOOL_CALL, {"name": "send_message"})
HELD = entry(Act.MAIL_HELD, {"item": 1})


def test_what_a_reviewer_did_not_let_go_failed(world: World) -> None:
    case = next(each for each in world.cases if not each.attempted)
    (problem,) = find_failures(world, case, [SENDS, HELD], {})
    assert "a call of 'send_message' was held and never let go" in problem.message
    let_go = entry(Act.MAIL_APPROVED, {"item": 1})
    assert find_failures(world, case, [SENDS, HELD, let_go], {}) == []


def test_a_call_that_is_none_of_the_script_is_told_at_the_case(world: World) -> None:
    case = next(each for each in world.cases if not each.attempted)
    written = world.seed.scenarios[world.scenario].actors[case.id].written
    for name in ("call-99-1", "call-1-99", "something else"):
        failed = Event(1, EventKind.TOOL_CALL, 1, name, 0, {"name": "finish"}, "")
        told = entry(EventKind.TOOL_RESULT, {"is_error": True, "content": "Error: no."})
        (problem,) = find_failures(world, case, [failed, told], {})
        assert problem.line == written.tree.line(*written.at)
