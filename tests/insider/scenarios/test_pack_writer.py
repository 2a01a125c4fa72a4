"""Packs as people share them: written whole, the same bytes for the same files, or not at all."""

import os
import zipfile
from pathlib import Path

import pytest

from insider.scenarios import archive, open_seed
from insider.scenarios.pack_writer import write_pack
from support.packs import SeedFolder, complaints


@pytest.fixture
def pack(folder: SeedFolder) -> SeedFolder:
    folder.make_pack()
    folder.mail("m-01", attachments="[table.csv]")
    folder.write("scenarios/story/attachments/table.csv", "a,b\n")
    return folder


def test_what_is_written_is_read_as_the_same(pack: SeedFolder, tmp_path: Path) -> None:
    written = write_pack(pack.root, tmp_path / "lenses.zip")
    seed = open_seed(tmp_path / "lenses.zip")
    assert seed.manifest is not None
    assert written.stamp == seed.manifest.stamp
    assert written.scenarios == ("lenses.story",)
    assert written.size == (tmp_path / "lenses.zip").stat().st_size
    assert {*tmp_path.iterdir()} == {pack.root, tmp_path / "lenses.zip"}


def test_the_same_files_make_the_same_bytes(pack: SeedFolder, tmp_path: Path) -> None:
    first = tmp_path / "first.zip"
    write_pack(pack.root, first)
    for path in pack.root.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700)
    other = SeedFolder(tmp_path / "other")
    for path in sorted(pack.root.rglob("*"), reverse=True):
        if path.is_file():
            other.write(path.relative_to(pack.root).as_posix(), path.read_bytes())
    second = tmp_path / "second.zip"
    write_pack(other.root, second)
    assert first.read_bytes() == second.read_bytes()


def test_files_for_people_go_along_and_others_stay(pack: SeedFolder, tmp_path: Path) -> None:
    pack.write("README.md", "Lenses.")
    pack.write("LICENSE", "CC0")
    pack.write("insider.db", "episodes")
    pack.write(".env", "A_KEY=secret")
    pack.write("drafts/a.md", "not yet")
    pack.write("company/.notes", "not for others")
    (pack.root / "NOTICE").symlink_to(tmp_path)
    written = write_pack(pack.root, tmp_path / "lenses.zip")
    assert written.left_out == ("NOTICE", "drafts", "insider.db")
    with zipfile.ZipFile(tmp_path / "lenses.zip") as made:
        assert made.namelist() == [
            "LICENSE",
            "README.md",
            "company/company.yaml",
            "company/lists.yaml",
            "company/outsiders.yaml",
            "company/people.yaml",
            "pack.yaml",
            "scenarios/story/attachments/table.csv",
            "scenarios/story/mail/m-01.md",
            "scenarios/story/scenario.yaml",
        ]


def test_what_has_faults_is_not_written(pack: SeedFolder, tmp_path: Path) -> None:
    target = tmp_path / "lenses.zip"
    target.write_bytes(b"what was there")
    pack.mail("m-02", to="[nobody]")
    (sentence,) = complaints(lambda: write_pack(pack.root, target))
    assert sentence.startswith("scenarios/story/mail/m-02.md:4: ")
    assert target.read_bytes() == b"what was there"


def test_a_story_that_does_not_hold_together_is_not_written(
    pack: SeedFolder, tmp_path: Path
) -> None:
    pack.mail("m-02", sender="cy.ode", to="[bo.kim]", reply_to="m-01", date="2026-10-21 09:00")
    (sentence,) = complaints(lambda: write_pack(pack.root, tmp_path / "lenses.zip"))
    assert "'cy.ode' never had 'm-01'; " in sentence


def test_names_that_nobody_could_unpack_are_told(pack: SeedFolder, tmp_path: Path) -> None:
    pack.write("scenarios/story/attachments/10:30.csv", "")
    pack.write("scenarios/story/attachments/Table.csv", "")
    assert complaints(lambda: write_pack(pack.root, tmp_path / "lenses.zip")) == [
        "scenarios/story/attachments/10:30.csv: its name has a colon, as drives have; use other "
        "characters.",
        "scenarios/story/attachments/table.csv: 'scenarios/story/attachments/Table.csv' is there "
        "too, and differs by case or spelling alone.",
    ]


def test_what_would_be_refused_is_not_written(
    pack: SeedFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_ENTRIES", 3)
    (sentence,) = complaints(lambda: write_pack(pack.root, tmp_path / "lenses.zip"))
    assert sentence.endswith("it has 8 entries; 3 are the most.")
    assert {*tmp_path.iterdir()} == {pack.root}


def test_an_archive_lies_beside_its_pack_and_in_a_folder_that_is_there(
    pack: SeedFolder, tmp_path: Path
) -> None:
    inside = pack.root / "scenarios" / "lenses.zip"
    (sentence,) = complaints(lambda: write_pack(pack.root, inside))
    assert sentence.endswith("would be part of the next one; name another place.")
    with pytest.raises(FileNotFoundError, match="there is no such folder; make it first"):
        write_pack(pack.root, tmp_path / "nowhere" / "lenses.zip")


def test_nothing_else_is_overwritten(pack: SeedFolder, tmp_path: Path) -> None:
    beside = tmp_path / "lenses.zip.part"
    beside.write_text("somebody's own")
    write_pack(pack.root, tmp_path / "lenses.zip")
    assert beside.read_text() == "somebody's own"
    assert {*tmp_path.iterdir()} == {pack.root, beside, tmp_path / "lenses.zip"}


def test_a_folder_that_is_no_pack_is_told(folder: SeedFolder, tmp_path: Path) -> None:
    (sentence,) = complaints(lambda: write_pack(folder.root, tmp_path / "lenses.zip"))
    assert sentence.endswith("this is no pack's folder; it has no file 'pack.yaml'.")
