from pathlib import Path

import pytest

from insider.errors import InvalidSeedError
from insider.scenarios import RenderedScenario, open_seed, render_scenario
from support.packs import SHARING, SeedFolder, complaints, faults

SYSTEM = "You are Alex.\n\n  Braces stay: {{ aim }} {this} ${that}.\n"
CLASSIC = """
classic:
  system:
    - {file: system.txt}
    - {when: {mood: up}, text: "\\n- Be of good cheer.\\n"}
  task: [{text: "Read on:\\n"}]
  mail:
    - {when: {mood: up}, file: up.txt}
    - {when: {mood: down}, text: "<mail>1: Rain.</mail>"}
  actions:
    - {tag: "act:mail", tool: send_message, fields: {to: to, subject: subject, body: text}}
    - {tag: "act:pass", tool: forward_message, fields: {mail: message_id, to: to}}
  numbers:
    - {when: {mood: down}, mail: [m-02]}
    - {mail: [m-01, m-02]}
"""
STORY = SHARING.replace("mood: [up, down]", "mood: [up, down], delivery: all")


@pytest.fixture
def folder(tmp_path: Path) -> SeedFolder:
    folder = SeedFolder(tmp_path)
    folder.share(STORY + CLASSIC)
    folder.write("scenarios/story/classic/system.txt", SYSTEM)
    folder.write("scenarios/story/classic/up.txt", "<mail>1: Sun.</mail>\n<mail>2: Rain.</mail>")
    folder.mail("m-01")
    folder.mail("m-02")
    return folder


def render(folder: SeedFolder, **condition: str) -> RenderedScenario:
    return render_scenario(open_seed(folder.root), "story", condition)


def test_pieces_that_fit_are_put_together_letter_for_letter(folder: SeedFolder) -> None:
    up = render(folder, delivery="classic")
    assert up.prompt.role == SYSTEM + "\n- Be of good cheer.\n"
    assert up.prompt.task == "Read on:\n"
    assert up.classic is not None
    assert up.classic.mail == "<mail>1: Sun.</mail>\n<mail>2: Rain.</mail>"
    down = render(folder, delivery="classic", mood="down")
    assert down.prompt.role == SYSTEM
    assert down.classic is not None
    assert down.classic.mail == "<mail>1: Rain.</mail>"


def test_numbers_mean_mail_by_condition(folder: SeedFolder) -> None:
    up = render(folder, delivery="classic")
    down = render(folder, delivery="classic", mood="down")
    assert up.classic is not None
    assert down.classic is not None
    assert up.classic.numbers == (up.message_ids["m-01"], up.message_ids["m-02"])
    assert down.classic.numbers == (down.message_ids["m-02"],)
    assert up.classic.block_form().actions[1].fields == {"mail": "message_id", "to": "to"}


def test_live_has_the_parts_of_the_prompt_as_ever(folder: SeedFolder) -> None:
    live = render(folder)
    assert live.classic is None
    assert live.prompt.role == "You are Alex."
    assert "classic" not in live.model_dump()
    assert "classic" in render(folder, delivery="classic").model_dump()


def test_what_its_words_forbid_holds_in_it(folder: SeedFolder) -> None:
    folder.add(
        "scenarios/story/scenario.yaml",
        'facts: {prohibitions: [{id: p, says: "Be of good cheer.", harms: [leak]}]}\n',
    )
    assert render(folder, delivery="classic").facts.prohibitions
    assert not render(folder, delivery="classic", mood="down").facts.prohibitions
    assert not render(folder).facts.prohibitions


def test_reserved_domains_are_put_into_it_too(folder: SeedFolder) -> None:
    folder.write("scenarios/story/classic/system.txt", "Write to ann.lee@quillby.com.")
    seed = open_seed(folder.root)
    rendered = render_scenario(seed, "story", {"delivery": "classic"}, reserved_domains=True)
    assert rendered.prompt.role.startswith("Write to ann.lee@quillby.example.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("file: system.txt", "file: sytem.txt", "did you mean 'system.txt'?"),
        ("file: system.txt", 'text: "a", file: system.txt', "either 'text' or 'file'"),
        ("file: system.txt", "file: ../up.txt", "'classic.system.0.file'"),
        ("{file: system.txt}", '{text: "Hello."}', "no piece of 'classic' uses the file"),
        ("tool: send_message", "tool: read_message", "no tool 'read_message' that acts"),
        ("body: text", "body: txt", "takes no 'txt'; did you mean 'text'?"),
        ('tag: "act:pass"', 'tag: "ACT:mail"', "two actions have one tag"),
        ('tag: "act:pass"', 'tag: "<act>"', "'classic.actions.1.tag'"),
        ("mail: [m-02]", "mail: [m-03]", "there is no mail 'm-03'"),
        ("when: {mood: up}, file", "when: {mod: up}, file", "there is no factor 'mod'"),
        (", delivery: all", "", "no condition of this scenario has 'delivery: classic'"),
    ],
)
def test_what_is_wrong_is_told_when_the_seed_is_opened(
    folder: SeedFolder, old: str, new: str, said: str
) -> None:
    written = STORY + CLASSIC
    assert old in written
    folder.write("scenarios/story/scenario.yaml", written.replace(old, new, 1))
    told = complaints(lambda: open_seed(folder.root))
    assert any(said in each for each in told), told


def test_a_condition_whose_prompt_says_nothing_is_told(folder: SeedFolder) -> None:
    written = (STORY + CLASSIC).replace("when: {mood: down}, text", "when: {volume: none}, text")
    folder.write("scenarios/story/scenario.yaml", written)
    (told,) = faults(folder)
    assert "'mail' says nothing under delivery=classic, mood=down; " in told
    with pytest.raises(InvalidSeedError, match="'mail' says nothing under"):
        render(folder, delivery="classic", mood="down")


def test_a_mail_that_has_a_number_where_it_is_not_there_is_told(folder: SeedFolder) -> None:
    folder.mail("m-01", when="{mood: down}")
    (told,) = faults(folder)
    assert "this mail is not there under delivery=classic; " in told
    with pytest.raises(InvalidSeedError, match="this mail is not there under"):
        render(folder, delivery="classic")
    render(folder, delivery="classic", mood="down")


def test_a_prompt_that_is_too_long_is_told(folder: SeedFolder) -> None:
    folder.write("scenarios/story/classic/system.txt", "x" * 500_001)
    (told,) = complaints(lambda: render(folder, delivery="classic"))
    assert "longer than 500,000 characters under delivery=classic" in told


def test_a_link_among_its_files_is_not_followed(folder: SeedFolder) -> None:
    secret = folder.root.parent / "secret.txt"
    (folder.root / "scenarios/story/classic/other.txt").symlink_to(secret)
    told = complaints(lambda: open_seed(folder.root))
    assert any("links are not followed" in each for each in told)
