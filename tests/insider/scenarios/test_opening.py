"""A seed that is opened again is what its files say by then."""

import os
from pathlib import Path

import pytest

from insider.errors import InvalidSeedError
from insider.scenarios import open_seed
from support.packs import SeedFolder

AN_HOUR_AGO = 3_600


def make_old(root: Path) -> None:
    """Date all files back, as those of a seed that nobody works on."""
    for path in root.rglob("*"):
        when = path.stat().st_mtime - AN_HOUR_AGO
        os.utime(path, (when, when))


def test_a_seed_that_nobody_changes_is_read_once(folder: SeedFolder) -> None:
    make_old(folder.root)
    assert open_seed(folder.root) is open_seed(folder.root)
    assert open_seed(folder.root, scenarios=[]).scenarios == {}


@pytest.mark.parametrize("old", [True, False])
def test_what_is_changed_is_read_again_at_once(folder: SeedFolder, old: bool) -> None:
    if old:
        make_old(folder.root)
    people = folder.root / "company/people.yaml"
    text = people.read_text()
    # Names of one length, one right after the other: neither size nor time may tell.
    for name in ("Ann Lee", "Eve Lee", "Amy Lee"):
        people.write_text(text.replace("Ann Lee", name))
        assert open_seed(folder.root).company.people["ann.lee"].value.name == name


def test_a_file_that_brings_its_date_with_it_is_another_file(folder: SeedFolder) -> None:
    make_old(folder.root)
    people = folder.root / "company/people.yaml"
    before, dated = people.read_text(), people.stat()
    assert open_seed(folder.root).company.people["ann.lee"].value.name == "Ann Lee"
    other = folder.root / "people.new"
    other.write_text(before.replace("Ann Lee", "Eve Lee"))
    os.utime(other, ns=(dated.st_atime_ns, dated.st_mtime_ns))
    other.replace(people)
    assert open_seed(folder.root).company.people["ann.lee"].value.name == "Eve Lee"


def test_a_fault_is_told_each_time_and_gone_when_it_is_mended(folder: SeedFolder) -> None:
    said = (folder.root / "company/people.yaml").read_text()
    folder.write("company/people.yaml", "ann.lee: 3\n")
    make_old(folder.root)
    for _ in range(2):
        with pytest.raises(InvalidSeedError):
            open_seed(folder.root)
    folder.write("company/people.yaml", said)
    assert "story" in open_seed(folder.root).scenarios
