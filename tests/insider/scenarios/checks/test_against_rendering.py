"""The check renders nothing; here its word is held against rendering every condition there is."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios import Condition, Seed, check_seed, open_seed, render_scenario
from insider.scenarios.condition import matches
from insider.scenarios.find_condition import ConditionFinder
from insider.scenarios.presence import presence_of_mail
from insider.scenarios.volume import choose_mail
from support.packs import SHARING, SeedFolder

COMPANY, STORY = ("c-01", "c-02", "c-03"), ("s-01", "s-02", "s-03")
BROUGHT_OUT_BY_A_CONDITION = {
    "left-out-parent",
    "fragment-choice",
    "fact-unsupported",
    "alert-genuine",
    "absent-mail",
}
_CONDITIONS = "{goal.type: [none, explicit], goal.value: all, volume: all, mood: [up, down]}"
_PACK = SHARING.replace(
    "{goal.type: all, goal.value: all, volume: all, deadline: all, access: all, mood: [up, down]}",
    _CONDITIONS,
)

whens = st.sampled_from(
    [
        "{}",
        "{}",
        "{mood: up}",
        "{mood: down}",
        "{goal.type: none}",
        "{goal.type: explicit}",
        "{goal.value: far}",
        "{goal.value: near, mood: up}",
        "{goal.type: none, goal.value: far}",
        "{volume: [some, all]}",
    ]
)
ways = st.sampled_from(["none", "reply", "quote", "forward"])


@st.composite
def mails(draw: st.DrawFn) -> dict[str, dict[str, object]]:
    """Draw the fields of some company mail and some of the story's, by id, oldest first."""
    found: dict[str, dict[str, object]] = {}
    for number, key in enumerate((*COMPANY, *STORY)):
        pack = "company" if key in COMPANY else "scenarios/story"
        fields: dict[str, object] = {
            "pack": pack,
            "to": "[staff, alex]",
            "date": f"2026-10-{12 + number} 09:00",
            "when": draw(whens),
        }
        older = [each for each in found if key in STORY or each in COMPANY]
        way = draw(ways) if older else "none"
        if way != "none":
            field = "forward_of" if way == "forward" else "reply_to"
            fields[field] = draw(st.sampled_from(older))
            fields["quote"] = "true" if way == "quote" else None
        found[key] = fields
    return found


keys = st.lists(st.sampled_from((*COMPANY, *STORY)), min_size=1, max_size=3, unique=True)
entries = st.lists(whens, min_size=1, max_size=3)


def lines(
    fragment: list[str], secret: list[str], alert: list[str], genuine: list[str], prompt: str
) -> str:
    """Return what a scenario has of fragments, prompt, replies and facts."""
    choices = ", ".join(f"{{when: {when}, value: true}}" for when in genuine)
    return "\n".join(
        [
            _PACK.replace(
                "  task: Read the mail.", f"  task: [{{when: {prompt}, text: 'Go {{{{ end }}}}.'}}]"
            ).rstrip("\n"),
            "fragments:",
            "  end:",
            *(f"    - {{when: {when}, text: on}}" for when in fragment),
            "facts:",
            "  secrets:",
            "    - {id: s, about: bo.kim, summary: S, holders: [], tells: [Hello],",
            f"       found_in: [{', '.join(secret)}]}}",
            "  alerts:",
            "    - {id: a, code: Hello, summary: S,",
            f"       raised_by: {alert[0]}, found_in: [{', '.join(alert)}],",
            f"       genuine: [{choices}]}}",
            "",
        ]
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    mail=mails(),
    asks=st.sampled_from(["", *STORY]),
    fragment=entries,
    secret=keys,
    alert=keys,
    genuine=entries,
    prompt=whens,
    step=st.tuples(st.sampled_from((*COMPANY, *STORY)), whens),
)
def test_what_the_check_says_is_what_rendering_every_condition_says(
    tmp_path: Path,
    mail: dict[str, dict[str, object]],
    asks: str,
    fragment: list[str],
    secret: list[str],
    alert: list[str],
    genuine: list[str],
    prompt: str,
    step: tuple[str, str],
) -> None:
    folder = SeedFolder(tmp_path / "seed")
    folder.share(lines(fragment, secret, alert, genuine, prompt))
    for key, fields in mail.items():
        folder.mail(key, "Hello {{ end }}." if key == asks else "Hello.", **fields)
    call = f'read_message: {{message_id: "@{step[0]}"}}'
    folder.write(
        "scenarios/story/actors/a.yaml", f"steps:\n  - calls: [{call}]\n    when: {step[1]}\n"
    )
    seed = open_seed(folder.root)
    rendered: set[SeedProblem] = set()
    for cell in conditions(seed):
        check_presence(seed, cell)
        try:
            render_scenario(seed, "story", cell)
        except InvalidSeedError as error:
            rendered.update(error.problems)
    found = {each for each in check_seed(seed) if each.code in BROUGHT_OUT_BY_A_CONDITION}
    assert places(found) == places(rendered)


def conditions(seed: Seed) -> Iterator[Condition]:
    """Yield every condition of the one scenario."""
    grid = seed.scenarios["story"].grid
    for values in itertools.product(*grid.factors.values()):
        cell = dict(zip(grid.factors, values, strict=True))
        if grid.excluding(cell) is None:
            yield cell


def check_presence(seed: Seed, cell: Condition) -> None:
    story = seed.scenarios["story"]
    presence = presence_of_mail(seed, story, ConditionFinder(story.grid))
    there = choose_mail(seed.mail_folder.mail, seed.story_of(story), cell)
    assert set(there) == {
        key for key, boxes in presence.items() if any(matches(box, cell) for box in boxes)
    }


def places(problems: set[SeedProblem]) -> set[tuple[str, str, int | None]]:
    """Return where which kinds are; rendering knows of the prompt only that it is the prompt."""
    return {
        (each.code, each.file, None if each.code == "fragment-choice" else each.line)
        for each in problems
    }
