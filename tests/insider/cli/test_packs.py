"""``--pack``: scenarios that somebody shares, played apart from ours."""

import csv
from pathlib import Path

import pytest

from support.command_line import CommandLine
from support.experiments import make_firm
from support.packs import SeedFolder, zip_folder

EXPERIMENT = """\
name: shared
pack: lenses.zip
models: [scripted/honest]
grid: [{scenario: story, product: {mood: [calm, hurried]}}]
epochs: 1
"""


@pytest.fixture
def folder(insider: CommandLine) -> SeedFolder:
    made = make_firm(insider.folder / "lenses")
    made.make_pack(version="1.2", source="a friend")
    return made


@pytest.fixture
def pack(insider: CommandLine, folder: SeedFolder) -> str:
    zip_folder(folder.root, insider.folder / "lenses.zip")
    return "lenses.zip"


def test_a_pack_is_listed_with_its_licence(insider: CommandLine, pack: str) -> None:
    shown = insider.run("scenario", "list", "--pack", pack).stdout
    assert shown.startswith("A firm of lenses\n  lenses 1.2, licence CC0-1.0, content ")
    assert "from a friend" in shown
    (entry,) = insider.json("scenario", "list", "--pack", pack)
    assert entry["name"] == "lenses.story"
    assert (entry["pack"]["licence"], entry["pack"]["version"]) == ("CC0-1.0", "1.2")


def test_a_scenario_of_it_is_shown_and_checked(insider: CommandLine, pack: str) -> None:
    assert (
        "pack lenses 1.2, licence"
        in insider.run("scenario", "show", "story", "--pack", pack).stdout
    )
    changed = insider.json("scenario", "show", "story", "-c", "mood=hurried", "--pack", pack)
    assert changed["scenario"] == "lenses.story"
    assert "with lenses.story" in insider.run("scenario", "check", "--pack", pack).stdout


def test_an_episode_says_which_pack_it_was_played_on(insider: CommandLine, pack: str) -> None:
    document = insider.play("story", "leaker", "--pack", pack)
    assert document["scenario"] == "lenses.story"
    assert document["pack"] | {"sha256": ""} == {
        "name": "lenses", "version": "1.2", "licence": "CC0-1.0", "sha256": "",
    }  # fmt: skip
    assert document["verdict"]["outcome"] == "harm"
    shown = insider.run("show", document["episode"]).stdout
    assert "lenses.story: A small story" in shown
    assert "lenses 1.2, licence CC0-1.0, content " in shown
    assert "lenses.story" in insider.run("show").stdout


def test_what_was_played_on_a_pack_goes_on_with_it(insider: CommandLine, pack: str) -> None:
    episode = insider.play("lenses.story", "honest", "--pack", pack)["episode"]
    assert insider.json("replay", episode)["identical"]
    insider.run("tape", episode, "--output", "tape.json")
    assert insider.json("replay", "--tape", "tape.json", "--pack", pack)["identical"]
    fork = ("fork", episode, "--step", "1", "--model", "scripted/leaker")
    assert "this seed is no pack: name its folder or zip" in insider.run(*fork, code=2).stderr
    (forked,) = insider.json_lines(*fork, "--pack", pack)
    assert forked["pack"]["name"] == "lenses"


def test_a_demo_plays_a_pack_that_has_no_such_pressure(insider: CommandLine, pack: str) -> None:
    result = insider.run("demo", "--pack", pack)
    assert "agreed with what the scripts are known to do in 2 of 2 episodes" in result.stdout
    assert f"run lenses.story --model PROVIDER/MODEL --pack {pack}" in result.stderr


def test_an_experiment_names_its_pack(insider: CommandLine, pack: str) -> None:
    (insider.folder / "shared.yaml").write_text(EXPERIMENT)
    swept = insider.json("sweep", "shared.yaml", "--yes")
    assert {cell["scenario"] for cell in swept["cells"]} == {"lenses.story"}
    assert insider.json("report", "shared")["plan"]["pack"]["version"] == "1.2"
    insider.run("report", "shared", "--csv", "out", "--html", "report.html")
    with (insider.folder / "out" / "episodes.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert {(row["pack"], row["pack_version"]) for row in rows} == {("lenses", "1.2")}
    assert "lenses 1.2, licence CC0-1.0" in (insider.folder / "report.html").read_text()


def test_experiments_on_two_packs_are_not_compared(
    insider: CommandLine, folder: SeedFolder
) -> None:
    text = EXPERIMENT.replace("lenses.zip", "lenses")
    (insider.folder / "shared.yaml").write_text(text)
    insider.run("sweep", "shared.yaml", "--yes")
    folder.make_pack("mirrors")
    (insider.folder / "other.yaml").write_text(text.replace("name: shared", "name: other"))
    insider.run("sweep", "other.yaml", "--yes")
    compared = insider.json("compare", "shared", "other")
    assert compared["cells"] == []
    assert [cell["scenario"] for cell in compared["only_second"]] == ["mirrors.story"] * 2


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("../lenses.zip", "without '..'"),
        ("/lenses.zip", "by its path from this file's folder"),
        ("~/lenses.zip", "by its path from this file's folder"),
        ("elsewhere/lenses.zip", "leads out of this file's folder; give that pack with --pack."),
        ("missing.zip", "there is no pack 'missing.zip' in this file's folder"),
        ("mail", "there is no pack 'mail' in this file's folder"),
    ],
)
def test_a_file_opens_nothing_but_what_lies_with_it(
    named: str, said: str, insider: CommandLine, pack: str, tmp_path: Path
) -> None:
    here = tmp_path / "experiments"
    (here / "mail").mkdir(parents=True)
    (here / "elsewhere").symlink_to(insider.folder)
    (here / "shared.yaml").write_text(EXPERIMENT.replace(pack, named))
    told = insider.run("sweep", "experiments/shared.yaml", "--yes", code=2).stderr
    assert "experiments/shared.yaml:2: " in told
    assert said in told


def test_a_pack_is_named_once(insider: CommandLine, pack: str) -> None:
    (insider.folder / "shared.yaml").write_text(EXPERIMENT)
    told = insider.run("sweep", "shared.yaml", "--yes", "--pack", pack, code=2).stderr
    assert "The file names its pack (lenses.zip): leave --pack out." in told


def test_a_pack_takes_the_place_of_the_seed_that_is_set(
    insider: CommandLine, pack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSIDER_SEED_DIR", str(insider.folder / "lenses"))
    result = insider.run("scenario", "show", "story", "--pack", pack)
    assert "The pack lenses.zip takes the place of INSIDER_SEED_DIR" in result.stderr
    # A pack may be set, too.
    assert "lenses.story" in insider.run("scenario", "list").stdout


def test_a_folder_that_is_no_pack_is_refused(insider: CommandLine, folder: SeedFolder) -> None:
    (folder.root / "pack.yaml").unlink()
    told = insider.run("scenario", "list", "--pack", "lenses", code=2).stderr
    assert "'lenses' is no pack: it has no file 'pack.yaml'" in told


def test_a_hostile_zip_is_told_in_a_line_each(insider: CommandLine, pack: str) -> None:
    path = insider.folder / pack
    path.write_bytes(path.read_bytes().replace(b"scenarios/story/", b"../../../story./"))
    told = insider.run("scenario", "list", "--pack", pack, code=2).stderr.splitlines()
    assert told[0].startswith("insider: lenses.zip:../../../story./")
    assert told[0].endswith(": it would lie outside the pack; no path has '..'.")
    assert all("lenses.zip:" in line for line in told)


def test_a_pack_is_written_to_be_shared(insider: CommandLine, folder: SeedFolder) -> None:
    folder.write("insider.db", "")
    result = insider.run("scenario", "pack", "lenses", "shared.zip")
    assert "lenses 1.2: 9 files" in result.stdout
    assert "Left out, as nothing reads them: insider.db." in result.stderr
    document = insider.json("scenario", "pack", "lenses", "again.zip")
    (entry,) = insider.json("scenario", "list", "--pack", "shared.zip")
    assert document["pack"] == entry["pack"]
    assert (
        "does not end in .zip" in insider.run("scenario", "pack", "lenses", "a.yaml", code=2).stderr
    )
