"""``insider scenario new``: a scenario that works whatever it is called, or nothing at all."""

from pathlib import Path

import pytest

from insider.scenarios import writing
from support.command_line import CommandLine


@pytest.mark.parametrize("name", ["123", "null", "true", "late_parcel"])
def test_a_new_scenario_works_whatever_it_is_called(insider: CommandLine, name: str) -> None:
    insider.run("scenario", "new", name, "--into", f"pack/{name}", "--own-company")
    told = insider.run("scenario", "check", "--strict", "--pack", f"pack/{name}").stdout
    assert told.startswith("Nothing is wrong with ")


def test_what_cannot_be_written_whole_is_taken_back(
    insider: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    insider.run("scenario", "new", "first", "--into", "yard", "--own-company")
    before = {*insider.folder.rglob("*")}
    monkeypatch.setattr(writing, "_fill", stop)
    insider.run("scenario", "new", "second", "--into", "yard", code=130)
    insider.run("scenario", "new", "first", "--into", "other/yard", "--own-company", code=130)
    assert {*insider.folder.rglob("*")} - {insider.folder / "other"} == before
    monkeypatch.undo()
    insider.run("scenario", "new", "second", "--into", "yard")


def test_a_pack_with_faults_is_left_as_it_was(insider: CommandLine) -> None:
    manifest = insider.folder / "pack.yaml"
    manifest.write_text("name: yard\n")
    told = insider.run("scenario", "new", "first", "--into", ".", code=2).stderr
    assert "the field 'licence' is missing" in told
    assert [*insider.folder.iterdir()] == [manifest]
