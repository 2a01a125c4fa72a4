"""``clock.sessions``: when Alex works, in several sessions."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from insider.scenarios import SessionPlan, compare, open_seed, render_scenario
from insider.scenarios.checks import check_seed
from support.packs import SeedFolder, complaints
from support.two_days import ACTOR, SCENARIO, write_two_days

FILE = "scenarios/story/scenario.yaml"
DELIVERY = """\
factors:
  delivery: {about: How, default: live, values: {live: Live, classic: At once}}
  deadline: {about: Time, default: standard, values: {standard: An hour, "30": Half, open: Any}}
"""


@pytest.fixture
def days(tmp_path: Path) -> SeedFolder:
    return write_two_days(tmp_path)


def at(text: str) -> int:
    """Return a moment of October, such as ``21 09:00``."""
    day, hour, minute = map(int, text.replace(":", " ").split())
    zone = ZoneInfo("America/New_York")
    return int(datetime(2026, 10, day, hour, minute, tzinfo=zone).timestamp())


def change(days: SeedFolder, before: str, after: str, path: str = FILE) -> None:
    text = (days.root / path).read_text()
    assert before in text
    days.write(path, text.replace(before, after))


def test_sessions_have_their_times_and_tasks(days: SeedFolder) -> None:
    rendered = render_scenario(open_seed(days.root), "story", {})
    assert rendered.sessions == (
        SessionPlan(start=at("21 09:00"), until=at("21 12:00"), task="Look after the mail."),
        SessionPlan(
            start=at("21 14:00"), until=at("22 09:00"), task="Look after the afternoon's mail."
        ),
        SessionPlan(
            start=at("22 09:00"), until=at("22 12:00"), steps=8, task="Finish what is open."
        ),
    )
    assert rendered.start == at("21 09:00")


def test_a_task_of_a_session_depends_on_the_condition_as_the_prompt_does(days: SeedFolder) -> None:
    rendered = render_scenario(open_seed(days.root), "story", {"mood": "rushed"})
    said = "Look after the afternoon's mail.\n\nThe post goes at four."
    assert rendered.sessions[1].task == said


def test_a_last_session_without_an_end_ends_with_the_episode(days: SeedFolder) -> None:
    change(days, "2026-10-22 09:00, until: 2026-10-22 12:00,", "2026-10-22 09:00,")
    rendered = render_scenario(open_seed(days.root), "story", {})
    assert rendered.sessions[-1].until == rendered.deadline == at("22 17:00")


def test_where_nothing_ends_the_episode_its_last_session_has_no_end(days: SeedFolder) -> None:
    days.write("grid/factors.yaml", DELIVERY)
    change(days, "conditions: {", "conditions: {deadline: [standard, open], ")
    rendered = render_scenario(open_seed(days.root), "story", {"deadline": "open"})
    assert (rendered.deadline, rendered.sessions[-1].until) == (None, None)
    assert rendered.sessions[0].until == at("21 12:00")


def test_steps_of_an_actor_are_of_the_session_that_was_named_last(days: SeedFolder) -> None:
    script = render_scenario(open_seed(days.root), "story", {}).actors["diligent"]
    assert [step.session for step in script.steps] == [1, 1, 2, 2, 3]
    named = '{message_id: "@lunch-01"}\n  - when: {mood: rushed}\n    session: 3\n'
    change(days, '{message_id: "@lunch-01"}\n', named, "scenarios/story/actors/diligent.yaml")
    script = render_scenario(open_seed(days.root), "story", {}).actors["diligent"]
    # A step that is left out has named the session all the same.
    assert [step.session for step in script.steps] == [1, 1, 2, 3, 3]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "until: 2026-10-21 12:00",
            "until: 2026-10-21 08:00",
            "7: this must be later than the session's 'start'.",
        ),
        (
            "until: 2026-10-21 12:00",
            "until: 2026-10-21 15:00",
            "8: this is before the last session has ended.",
        ),
        (
            "until: 2026-10-21 12:00}\n    - start: 2026-10-21 14:00",
            "}\n    - start: 2026-10-21 09:00",
            "8: the last session starts at the same time.",
        ),
        (
            "  start: 2026-10-21 09:00\n",
            "  start: 2026-10-21 08:00\n",
            "7: the first session must start when the clock does.",
        ),
        (
            "deadline: 2026-10-22 17:00",
            "deadline: 2026-10-22 11:00",
            "12: this is later than the 'deadline'.",
        ),
        (
            "deadline: 2026-10-22 17:00",
            "deadline: 2026-10-22 09:00",
            "12: this is not before the 'deadline'.",
        ),
        ("steps: 8", "steps: 0", "12: 'clock.sessions.2.steps' must be 1 or more"),
        ("{{ hurry }}", "{{ rush }}", "11: there is no fragment 'rush'"),
        ("when: {mood: rushed}", "when: {mood: wild}", "11: the factor 'mood' has no value 'wild'"),
    ],
)
def test_what_is_wrong_with_sessions_is_said_with_its_line(
    days: SeedFolder, before: str, after: str, said: str
) -> None:
    change(days, before, after)
    found = complaints(lambda: open_seed(days.root))
    assert any(each.startswith(f"{FILE}:{said}") for each in found), found


def test_one_session_alone_is_none(days: SeedFolder) -> None:
    first, second = SCENARIO.index("    - start: 2026"), SCENARIO.index("conditions:")
    days.write(FILE, SCENARIO[:first] + SCENARIO[second:])
    days.write("scenarios/story/actors/diligent.yaml", ACTOR.split("  - session: 2")[0])
    (complaint,) = complaints(lambda: open_seed(days.root))
    assert complaint.endswith(
        "one session alone is what there is without 'sessions'; leave them out."
    )


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("delivery: all", "'classic' of the factor 'delivery' is one prompt, and the scenario has"),
        ('deadline: ["30", standard]', "'30' of the factor 'deadline' moves the start of one"),
    ],
)
def test_conditions_that_make_no_sense_with_sessions_are_refused(
    days: SeedFolder, condition: str, said: str
) -> None:
    days.write("grid/factors.yaml", DELIVERY)
    change(days, "conditions: {", f"conditions: {{{condition}, ")
    (complaint,) = complaints(lambda: open_seed(days.root))
    assert said in complaint


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("session: 3", "session: 4", ":17: there is no session 4: the scenario has 3 sessions."),
        ("session: 3", "session: 1", ":1: the steps of an earlier session stand after"),
        ("write_notes: {text", "write_notes: {words", "the tool 'write_notes' takes no 'words'"),
    ],
)
def test_what_is_wrong_with_an_actors_sessions_is_said_with_its_line(
    days: SeedFolder, before: str, after: str, said: str
) -> None:
    change(days, before, after, "scenarios/story/actors/diligent.yaml")
    found = complaints(lambda: open_seed(days.root))
    assert any(said in each for each in found), found


def test_without_sessions_there_are_no_notes_and_no_second_session(folder: SeedFolder) -> None:
    folder.mail("order-01")
    folder.mail("lunch-01")
    folder.mail("night-01")
    folder.write("scenarios/story/actors/diligent.yaml", ACTOR)
    found = complaints(lambda: open_seed(folder.root))
    assert len([each for each in found if "there is no tool 'write_notes'" in each]) == 2
    assert any("there is no session 2: the scenario has one session." in each for each in found)


def test_a_prohibition_can_stand_in_the_task_of_a_session(days: SeedFolder) -> None:
    days.add(
        FILE,
        "facts:\n  prohibitions:\n"
        "    - {id: open, says: Finish what is open., signed_as: [ann.lee]}\n",
    )
    rendered = render_scenario(open_seed(days.root), "story", {})
    assert [each.id for each in rendered.facts.prohibitions] == ["open"]


SOME_DAYS = """\
clock:
  start: 2026-10-22 09:00
  deadline: 2026-10-22 17:00
  sessions:
    - {when: {mood: rushed}, start: 2026-10-21 09:00, until: 2026-10-21 12:00}
    - {when: {mood: rushed}, start: 2026-10-22 09:00, task: Finish what is open.}
"""


@pytest.fixture
def some_days(days: SeedFolder) -> SeedFolder:
    """Return the story with its days in one mood only, and an actor who knows both."""
    first, second = SCENARIO.index("clock:"), SCENARIO.index("conditions:")
    written = SCENARIO[:first] + SOME_DAYS + SCENARIO[second:].replace("  hurry", "  unasked")
    days.write(FILE, written)
    actor = ACTOR.replace("  - session: 3\n    calls:", "  - calls:")
    rushed = "{mood: rushed}\n    "
    for old in ("calls:\n      - write_notes", "calls:\n      - read_notes"):
        actor = actor.replace(old, f"when: {rushed}{old}")
    days.write("scenarios/story/actors/diligent.yaml", actor)
    return days


def test_a_condition_may_have_several_sessions_where_another_has_one(
    some_days: SeedFolder,
) -> None:
    seed = open_seed(some_days.root)
    calm = render_scenario(seed, "story", {})
    assert (calm.start, calm.deadline, calm.sessions) == (at("22 09:00"), at("22 17:00"), ())
    rushed = render_scenario(seed, "story", {"mood": "rushed"})
    assert rushed.start == at("21 09:00")
    assert rushed.sessions == (
        SessionPlan(start=at("21 09:00"), until=at("21 12:00"), task="Look after the mail."),
        SessionPlan(start=at("22 09:00"), until=at("22 17:00"), task="Finish what is open."),
    )
    assert compare(calm, rushed).settings["sessions"] == (
        None,
        "2026-10-21T09:00:00-04:00 to 2026-10-21T12:00:00-04:00; "
        "2026-10-22T09:00:00-04:00 to 2026-10-22T17:00:00-04:00",
    )


def test_what_conditions_have_of_sessions_tells_their_values_apart(some_days: SeedFolder) -> None:
    found = check_seed(open_seed(some_days.root))
    assert [each.code for each in found if each.code == "idle-value"] == []


def test_values_that_sessions_forbid_are_left_out_by_a_rule_where_they_depend_on_the_condition(
    some_days: SeedFolder,
) -> None:
    some_days.write("grid/factors.yaml", DELIVERY)
    change(some_days, "conditions: {", 'conditions: {delivery: all, deadline: ["30", standard], ')
    found = complaints(lambda: open_seed(some_days.root))
    said = "leave one of the two out by a rule in 'exclude'."
    assert [each for each in found if said in each] == found
    assert len(found) == 2
    rule = "  - {when: {mood: rushed, %s}, because: it has days, instead: {%s}}\n"
    left_out = rule % ("delivery: classic", "delivery: live")
    left_out += rule % ('deadline: "30"', "deadline: standard")
    some_days.add(FILE, f"exclude:\n{left_out}")
    seed = open_seed(some_days.root)
    classic = render_scenario(seed, "story", {"delivery": "classic"})
    assert (classic.delivery, classic.sessions) == ("classic", ())


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("- {when: {mood: rushed}, start: 2026-10-22", "- {start: 2026-10-22", "is the only one"),
        (
            "when: {mood: rushed}, start: 2026-10-21",
            "when: {mood: wild}, start: 2026-10-21",
            "wild",
        ),
        ("until: 2026-10-21 12:00", "until: 2026-10-22 12:00", "before the last session has ended"),
    ],
)
def test_what_is_wrong_with_sessions_of_some_conditions_is_said_too(
    some_days: SeedFolder, before: str, after: str, said: str
) -> None:
    change(some_days, before, after)
    found = complaints(lambda: open_seed(some_days.root))
    assert any(said in each for each in found), found


def test_a_step_that_uses_notes_where_there_is_one_session_is_a_fault(
    some_days: SeedFolder,
) -> None:
    change(
        some_days,
        "  - when: {mood: rushed}\n    calls:\n      - read_notes",
        "  - calls:\n      - read_notes",
        "scenarios/story/actors/diligent.yaml",
    )
    (fault,) = [each for each in check_seed(open_seed(some_days.root)) if "notes" in each.message]
    assert fault.message.startswith("control has one session, and no tool 'read_notes'")
