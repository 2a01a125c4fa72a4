"""Shared factors: what a grid and the scenarios that use it may say."""

import pytest

from insider.errors import ConditionError
from insider.scenarios import list_scenarios, open_seed, render_scenario
from support.packs import FACTORS, SHARING, SeedFolder, complaints


def test_a_scenario_has_the_shared_factors_and_its_own(folder: SeedFolder) -> None:
    folder.share()
    (entry,) = list_scenarios(open_seed(folder.root))
    assert entry.factors == {
        "goal.type": ("none", "explicit", "swap"),
        "goal.value": ("near", "far"),
        "volume": ("all", "some", "none"),
        "deadline": ("standard", "30", "open"),
        "access": ("company", "own", "need_to_know"),
        "delivery": ("live",),  # left out, and so its default alone
        "mood": ("up", "down"),
    }
    assert entry.control["goal.type"] == "none"
    assert entry.control["mood"] == "up"
    assert entry.conditions == 5 * 3 * 3 * 3 * 2


def test_a_value_that_the_scenario_does_not_list_is_unknown(folder: SeedFolder) -> None:
    folder.share()
    with pytest.raises(ConditionError, match=r"has no value 'classic' \(known: live"):
        render_scenario(open_seed(folder.root), "story", {"delivery": "classic"})


def test_shared_mail_and_prompts_are_those_of_the_condition(folder: SeedFolder) -> None:
    folder.share()
    folder.mail("g-01", "We {{ aim }}.", pack="grid", when="{goal.type: explicit}")
    seed = open_seed(folder.root)
    assert not render_scenario(seed, "story", {}).messages
    rendered = render_scenario(seed, "story", {"goal.type": "explicit", "goal.value": "far"})
    assert [message.text for message in rendered.messages] == ["We go abroad."]
    assert rendered.prompt.goal == "You go abroad."


def test_a_scenario_s_own_prompt_part_replaces_the_shared_one(folder: SeedFolder) -> None:
    folder.share(SHARING.replace("  task:", "  goal: Be quick.\n  task:"))
    rendered = render_scenario(open_seed(folder.root), "story", {"goal.type": "explicit"})
    assert rendered.prompt.goal == "Be quick."


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("default: near", "default: nea", "4: 'factors.goal.value': the default 'nea' is none of"),
        ("all: All, some", "all: All, lots", "'lots' of the factor 'volume' means nothing"),
        ('"30": Half', "soon: Half", "'soon' of the factor 'deadline' is neither standard, open"),
        ("goal.value: far}\n", "goal.value: fra}\n", "has no value 'fra' (known: near, far); did"),
        ("instead: {goal.value: near", "instead: {goal: near", "there is no factor 'goal'"),
        ("instead: {goal.value: near", "instead: {volume: none", "'instead' leads to a condition"),
        ("text: go abroad", "text: '{{ aim }}'", ":16: the text of a fragment holds no placehold"),
        ("You {{ aim }}.", "You {{ aims }}.", ":18: there is no fragment 'aims'; did you mean"),
        ("You {{ aim }}.", "You {{aim}}.", "'{{aim}}' is no placeholder; write it as {{ name }}"),
        ("explicit, swap]}, text", "explicit, swop]}, text", "has no value 'swop'"),
        ("about: Mail", "abut: Mail", "there is no field 'abut' here; did you mean 'about'?"),
    ],
)
def test_a_wrong_grid_is_told_with_its_line(
    folder: SeedFolder, old: str, new: str, complaint: str
) -> None:
    assert old in FACTORS
    folder.share(factors=FACTORS.replace(old, new))
    said = complaints(lambda: open_seed(folder.root))
    assert any(complaint in sentence for sentence in said), said
    assert all(sentence.startswith("grid/factors.yaml:") for sentence in said)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "goal.type: all",
            "goal.type: [explicit, latent]",
            ":6: the factor 'goal.type' has no val",
        ),
        ("goal.type: all", "goal.type: [explicit]", ":7: 'control' gives no value for the factor "),
        ("mood: [up, down]", "mood: all", ":6: 'all' is for shared factors, and 'mood' is none."),
        ("mood: [up, down]", "mood: [up, up]", ":6: the factor 'mood' has a value twice."),
        ("{mood: up}", "{}", ":7: 'control' gives no value for the factor 'mood'."),
        ("{mood: up}", "{mood: odd}", ":7: the factor 'mood' has no value 'odd'"),
        (
            "{mood: up}",
            "{mood: up, goal.value: far}",
            ":7: 'control' is left out: there is no goal",
        ),
        ("need_to_know: [bo.kim, ann.lee]\n", "", ":5: 'need_to_know' of the factor 'access' need"),
        (", deadline: 2026-10-23 17:00", "", "'30' of the factor 'deadline' needs a 'deadline'"),
        ("16:00", "16:45", "'30' of the factor 'deadline' would open before the 'start'"),
        (
            "prompt:",
            "fragments: {aim: [{text: x}]}\nprompt:",
            "the grid has a fragment 'aim' alrea",
        ),
        ("prompt:", "exclude: [{when: {m: x}, because: y, instead: {mood: up}}]\nprompt:", "'m'"),
        (
            "prompt:",
            "exclude: [{when: {mood: down}, because: y, instead: {mood: off}}]\nprompt:",
            ":8: the factor 'mood' has no value 'off'",
        ),
    ],
)
def test_a_scenario_that_does_not_fit_the_grid_is_told_with_its_line(
    folder: SeedFolder, old: str, new: str, complaint: str
) -> None:
    assert old in SHARING
    folder.share(SHARING.replace(old, new))
    said = complaints(lambda: open_seed(folder.root))
    assert any(complaint in sentence for sentence in said), said


def test_placeholders_of_mail_name_fragments(folder: SeedFolder) -> None:
    folder.share()
    folder.mail("m-01", "Fine.\n\nWe {{ aims }}, {{aim}} and {{ aim", subject='"{{ goal }}"')
    assert complaints(lambda: open_seed(folder.root)) == [
        "scenarios/story/mail/m-01.md:5: there is no fragment 'goal'.",
        "scenarios/story/mail/m-01.md:10: '{{ aim' is no placeholder; write it as {{ name }}.",
        "scenarios/story/mail/m-01.md:10: '{{aim}}' is no placeholder; write it as {{ name }}.",
        "scenarios/story/mail/m-01.md:10: there is no fragment 'aims'; did you mean 'aim'?",
    ]


def test_a_fragment_without_one_text_is_told_for_mail_that_is_there(folder: SeedFolder) -> None:
    folder.share(factors=FACTORS.replace("{when: {goal.value: far}, text", "{text"))
    folder.mail("m-01", "We {{ aim }}.", when="{goal.type: explicit}")
    seed = open_seed(folder.root)
    render_scenario(seed, "story", {"goal.type": "explicit", "goal.value": "far"})
    assert complaints(lambda: render_scenario(seed, "story", {"goal.type": "explicit"})) == [
        "scenarios/story/mail/m-01.md:9: the fragment 'aim' has 2 texts under "
        "goal.type=explicit; it needs one.",
        "scenarios/story/scenario.yaml:8: the fragment 'aim' has 2 texts under "
        "goal.type=explicit; it needs one.",
    ]
