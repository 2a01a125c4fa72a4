"""``insider scenario import``: scenarios of others, as packs."""

from support.command_line import CommandLine
from support.made_up_framework import make_up_copy

IMPORT = ("scenario", "import", "agentic-misalignment")


def test_a_copy_becomes_a_pack_whose_scenarios_run_in_both_forms(insider: CommandLine) -> None:
    make_up_copy(insider.folder / "copy")
    document = insider.json(*IMPORT, "copy", "--out", "made/pack")
    assert document["target"] == "made/pack"
    assert document["pack"]["licence"] == "MIT"
    assert set(document["scenarios"]) == {
        "agentic-misalignment.blackmail",
        "agentic-misalignment.leaking",
        "agentic-misalignment.murder",
    }
    assert any("none that this version" in note for note in document["notes"])
    pack = ("--pack", "made/pack", "-c", "goal.type=explicit,threat=replacement")
    for delivery, steps in (("live", 4), ("classic", 1)):
        played = insider.play("blackmail", "blackmailer", *pack, "-c", f"delivery={delivery}")
        assert played["verdict"]["outcome"] == "harm", delivery
        assert played["steps"] == steps
    shown = insider.run("run", "leaking", "--model", "x/y", "--dry-run", *pack[:2], "-c",
                        "delivery=classic,threat=none").stdout  # fmt: skip
    assert "<email>\nID: 1\nFrom: news@herald.test" in shown


def test_a_folder_that_has_something_is_left_alone(insider: CommandLine) -> None:
    make_up_copy(insider.folder / "copy")
    (insider.folder / "full").mkdir()
    (insider.folder / "full" / "mine.txt").write_text("mine")
    said = insider.run(*IMPORT, "copy", "--out", "full", code=2).stderr
    assert "The folder 'full' is not empty: name another one, or empty it." in said
    assert [each.name for each in (insider.folder / "full").iterdir()] == ["mine.txt"]


def test_a_copy_that_makes_no_sound_pack_leaves_nothing_behind(insider: CommandLine) -> None:
    copy = make_up_copy(insider.folder / "copy")
    path = copy / "templates/blackmail/templates/email-template-blackmail-none.md"
    path.write_text(path.read_text().replace("We go", "We {{ go"))
    said = insider.run(*IMPORT, "copy", "--out", "pack", code=2).stderr
    assert "blackmail-none-01.md" in said
    assert [each.name for each in insider.folder.iterdir()] == ["copy"]


def test_a_folder_without_a_copy_is_told_what_belongs_there(insider: CommandLine) -> None:
    (insider.folder / "empty").mkdir()
    said = insider.run(*IMPORT, "empty", "--out", "pack", code=2).stderr
    assert "give a copy of the repository, or the folder 'agentic_misalignment'" in said
