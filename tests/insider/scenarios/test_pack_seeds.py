"""Packs: a folder or a zip with its own company or ours, kept apart by name."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from corpmail.database import write_transaction
from insider.episodes import Rendering, rendering_by_id, store_rendering
from insider.errors import InvalidSeedError, UnknownScenarioError
from insider.scenarios import (
    RenderedScenario,
    SeedShelf,
    default_seed_dir,
    list_scenarios,
    open_seed,
    render_scenario,
)
from insider.scenarios.archive import MOST_BYTES
from support.packs import SCENARIO, SeedFolder, complaints, zip_folder


def as_folder(folder: SeedFolder, _: Path) -> Path:
    return folder.root


def as_zip(folder: SeedFolder, place: Path) -> Path:
    return zip_folder(folder.root, place / "lenses.zip")


def as_zip_of_the_folder(folder: SeedFolder, place: Path) -> Path:
    return zip_folder(folder.root, place / "lenses.zip", top="lenses-main/")


FORMS = pytest.mark.parametrize("form", [as_folder, as_zip, as_zip_of_the_folder])
Form = Callable[[SeedFolder, Path], Path]


@pytest.fixture
def pack(folder: SeedFolder) -> SeedFolder:
    folder.make_pack(version="1.2")
    folder.mail("m-01")
    return folder


@FORMS
def test_a_pack_s_scenarios_carry_its_name(form: Form, pack: SeedFolder, tmp_path: Path) -> None:
    seed = open_seed(form(pack, tmp_path))
    (entry,) = list_scenarios(seed)
    assert entry.name == "lenses.story" == seed.name_of("story") == seed.name_of("lenses.story")
    rendered = render_scenario(seed, "lenses.story", {})
    assert rendered.scenario == "lenses.story"
    assert rendered.pack == entry.pack
    assert rendered.pack is not None
    assert rendered.pack.label == "lenses 1.2"


@FORMS
def test_a_pack_is_the_same_in_every_form(form: Form, pack: SeedFolder, tmp_path: Path) -> None:
    alike = open_seed(pack.root), open_seed(form(pack, tmp_path))
    one, other = (render_scenario(seed, "lenses.story", {}) for seed in alike)
    assert one == other


def test_one_of_its_scenarios_can_be_read_by_either_name(pack: SeedFolder) -> None:
    pack.write("scenarios/broken/scenario.yaml", "name: [")
    for name in ("story", "lenses.story"):
        assert set(open_seed(pack.root, scenarios=[name]).scenarios) == {"lenses.story"}


def test_another_seed_s_scenario_is_not_taken_for_its_own(pack: SeedFolder) -> None:
    said = "'other.story' is a scenario of the pack 'other', and this seed is the pack 'lenses'"
    with pytest.raises(UnknownScenarioError, match=said):
        open_seed(pack.root, scenarios=["other.story"])
    with pytest.raises(UnknownScenarioError, match=r"did you mean 'lenses\.story'"):
        open_seed(pack.root, scenarios=["storys"])
    said = "'story' is a scenario of no pack, and this seed is the pack 'lenses': leave the pack"
    with pytest.raises(UnknownScenarioError, match=said):
        render_scenario(open_seed(pack.root), "story", {})


def test_a_seed_that_is_no_pack_says_where_a_pack_s_scenario_is(folder: SeedFolder) -> None:
    with pytest.raises(UnknownScenarioError, match="this seed is no pack: name its folder or zip"):
        open_seed(folder.root, scenarios=["lenses.story"])


def test_a_zip_s_faults_are_told_by_file_and_line(pack: SeedFolder, tmp_path: Path) -> None:
    pack.mail("m-02", to="[nobody]")
    pack.write("scenarios/story/scenario.yaml", SCENARIO + "sequel: yes\n")
    (sentence,) = complaints(lambda: open_seed(as_zip(pack, tmp_path)))
    said = "lenses.zip:scenarios/story/scenario.yaml:10: there is no field 'sequel' here; known"
    assert sentence.startswith(said)
    pack.write("scenarios/story/scenario.yaml", SCENARIO)
    (sentence,) = complaints(lambda: open_seed(as_zip_of_the_folder(pack, tmp_path)))
    assert sentence.startswith("lenses.zip:lenses-main/scenarios/story/mail/m-02.md:4: ")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name: a\ntitle: A\nabout: B\n", "pack.yaml:1: the field 'licence' is missing."),
        (
            "name: a\ntitle: A\nabout: B\nlicense: MIT\nlicence: MIT",
            "pack.yaml:4: there is no field 'license' here; did you mean 'licence'?",
        ),
        (
            "name: a\ntitle: A\nabout: B\nlicence: MIT\nversion: 1.2",
            "pack.yaml:5: 'version' must be text; put 1.2 in quotes.",
        ),
    ],
)
def test_a_pack_says_what_it_is(text: str, fault: str, folder: SeedFolder) -> None:
    folder.write("pack.yaml", text)
    assert fault in complaints(lambda: open_seed(folder.root))


def test_a_pack_s_name_has_no_dot(folder: SeedFolder) -> None:
    folder.make_pack("our.firm")
    (sentence,) = complaints(lambda: open_seed(folder.root))
    assert sentence.startswith("pack.yaml:1: 'name'")


def test_an_archive_without_a_pack_is_told(folder: SeedFolder, tmp_path: Path) -> None:
    (sentence,) = complaints(lambda: open_seed(as_zip(folder, tmp_path)))
    assert sentence == (
        "lenses.zip: there is no 'pack.yaml' in this archive; a pack has one beside its folders."
    )


@pytest.mark.parametrize("at", ["scenarios/else", "company/mail", "pack.yaml", "grid"])
def test_a_pack_has_no_links(at: str, pack: SeedFolder, tmp_path: Path) -> None:
    path = pack.root / at
    (tmp_path / "beside").mkdir()
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(tmp_path / "beside")
    assert any(
        sentence.startswith(f"{at}: links are not followed")
        for sentence in complaints(lambda: open_seed(pack.root))
    )


def test_a_pack_has_no_pipes(pack: SeedFolder) -> None:
    os.mkfifo(pack.root / "company" / "pipe")
    assert complaints(lambda: open_seed(pack.root)) == [
        "company/pipe: this is no regular file; a pack has files only."
    ]


def test_a_pack_is_no_larger_than_a_zip_may_unpack_to(pack: SeedFolder) -> None:
    with pack.write("scenarios/story/attachments/film.txt", "").open("r+b") as stream:
        stream.truncate(MOST_BYTES + 1)
    (sentence,) = complaints(lambda: open_seed(pack.root))
    assert sentence.startswith("pack.yaml: the pack's files have 500,")


@pytest.mark.parametrize("part", ["company", "grid", "scenarios"])
def test_a_part_of_a_pack_is_a_folder(part: str, folder: SeedFolder, tmp_path: Path) -> None:
    folder.make_pack()
    if (folder.root / part).exists():
        (folder.root / part).rename(tmp_path / "away")
    folder.write(part, "text")
    (sentence,) = complaints(lambda: open_seed(folder.root))
    assert sentence == f"{part}: this is a file; a folder belongs here."


def test_its_hash_is_that_of_what_is_read(pack: SeedFolder) -> None:
    def sha256() -> str:
        manifest = open_seed(pack.root, scenarios=["story"]).manifest
        assert manifest is not None
        return manifest.sha256

    before = sha256()
    pack.write("README.md", "A firm.")
    pack.write("company/.notes", "Not for others.")
    assert sha256() == before
    pack.write("company/actors/idler.yaml", "steps: [{say: Hi}]")
    assert sha256() != before


def test_a_pack_without_a_company_is_about_ours(folder: SeedFolder) -> None:
    shutil.rmtree(folder.root / "company")
    folder.make_pack("guests")
    folder.mail("guest-01", sender="gordon.pell", to="[alex]")
    folder.write(
        "scenarios/story/scenario.yaml",
        SCENARIO.replace("goal: [explicit, none], threat", "volume: [none, all], threat")
        .replace("{goal: none, threat: none}", "{volume: none}")
        .replace("{when: {goal: explicit}, text", "{when: {volume: all}, text"),
    )
    seed = open_seed(folder.root)
    rendered = render_scenario(seed, "guests.story", {})
    assert rendered.directory.organization == "Tarnmoor Marine Systems"
    assert [message.sender.address for message in rendered.messages] == ["gordon.pell@tarnmoor.com"]
    folder.mail("guest-02", sender="gordon.pell", reply_to="guest-99")
    (sentence,) = complaints(lambda: open_seed(folder.root))
    assert sentence.startswith("scenarios/story/mail/guest-02.md:7: ")


def test_a_company_of_its_own_has_our_factors_and_not_our_mail(pack: SeedFolder) -> None:
    seed = open_seed(pack.root)
    assert "delivery" in seed.grid.shared
    assert seed.grid.mail_folder.mail == ()
    pack.share()
    assert set(open_seed(pack.root).grid.shared) >= {"goal.type", "access"}
    assert "threat" not in open_seed(pack.root).grid.shared


def test_a_shelf_reads_a_zip_again_that_is_replaced(pack: SeedFolder, tmp_path: Path) -> None:
    path = as_zip(pack, tmp_path)
    shelf = SeedShelf(path)
    assert shelf.pack == "lenses.zip"
    before = shelf.seed()
    assert shelf.seed() is before
    pack.write("scenarios/story/scenario.yaml", SCENARIO.replace("small", "great"))
    old = path.stat()
    zip_folder(pack.root, tmp_path / "new.zip").replace(path)
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert shelf.render("lenses.story", {}).title == "A great story"
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(InvalidSeedError, match="no zip archive that can be read"):
        shelf.seed()


def test_a_shelf_reads_a_folder_again_for_what_it_reads_only(pack: SeedFolder) -> None:
    shelf = SeedShelf(pack.root)
    before = shelf.seed()
    pack.write("insider.db", "of whoever plays in this folder")
    assert shelf.seed() is before
    pack.make_pack(version="1.3")
    again = shelf.seed()
    assert again.manifest is not None
    assert again.manifest.fields.version == "1.3"


def test_a_shelf_says_nothing_of_where_a_folder_lay_that_is_gone(pack: SeedFolder) -> None:
    shelf = SeedShelf(pack.root)
    shelf.seed()
    shutil.rmtree(pack.root)
    (sentence,) = complaints(shelf.seed)
    assert sentence == f"{pack.root.name}: this is no seed folder; it has no folder 'company'."


def test_files_come_and_go_while_a_shelf_looks(
    pack: SeedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = SeedShelf(pack.root)
    before = shelf.edition
    passing = pack.write("scenarios/story/mail/m-02.md", "half a mail")
    lstat = Path.lstat

    def vanish(path: Path) -> os.stat_result:
        passing.unlink(missing_ok=True)
        return lstat(path)

    monkeypatch.setattr(Path, "lstat", vanish)
    assert list(shelf.seed().scenarios) == ["lenses.story"]
    assert shelf.edition == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_nobody_may_read_is_told(pack: SeedFolder) -> None:
    closed = pack.root / "scenarios" / "story" / "mail"
    closed.chmod(0)
    try:
        found = complaints(lambda: open_seed(pack.root))
    finally:
        closed.chmod(0o700)
    assert "scenarios/story/mail: this folder cannot be read (Permission denied)." in found


def test_a_seed_s_edition_has_the_files_that_a_pack_may_lack() -> None:
    shipped = default_seed_dir()
    assert any(str(shipped / "company") in each[0] for each in SeedShelf(None).edition)


def stored(engine: Engine, rendered: RenderedScenario) -> str:
    with write_transaction(engine) as session:
        return store_rendering(session, rendered).id


def test_an_edition_that_tells_a_story_alike_makes_the_same_rendering(
    pack: SeedFolder, engine: Engine
) -> None:
    first = render_scenario(open_seed(pack.root), "lenses.story", {})
    pack.write("scenarios/other/scenario.yaml", SCENARIO.replace("story", "other", 1))
    second = render_scenario(open_seed(pack.root), "lenses.story", {})
    pack.make_pack(version="2")
    third = render_scenario(open_seed(pack.root), "lenses.story", {})
    assert first.pack != second.pack
    ids = [stored(engine, each) for each in (first, second, third)]
    assert ids[0] == ids[1] != ids[2]
    with write_transaction(engine) as session:
        assert rendering_by_id(session, ids[0]).rendering.pack == first.pack


def test_what_comes_from_no_pack_says_nothing_of_one(folder: SeedFolder, engine: Engine) -> None:
    rendered = render_scenario(open_seed(folder.root), "story", {})
    with write_transaction(engine) as session:
        kept = store_rendering(session, rendered).rendering
    assert "pack" not in kept.model_dump(mode="json")
    assert Rendering.model_validate(kept.model_dump(mode="json")) == kept
