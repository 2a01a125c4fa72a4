"""An archive of a public mailing list, made up, with the quirks of real ones: to an episode."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from corpmail.database import write_transaction
from insider.episodes import EpisodePlan, open_episode, store_rendering
from insider.scenarios import open_seed, render_scenario
from insider.scenarios.importing import FileRules
from support.letters import bring_in, faults_of
from support.packs import SeedFolder


def lines_of(folder: SeedFolder, topic: str = "imported") -> list[dict[str, Any]]:
    text = (folder.root / f"company/mail/{topic}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_an_archive_becomes_mail_that_a_seed_has_no_fault_with(
    folder: SeedFolder, archive: Path
) -> None:
    summary = bring_in(archive, folder.root)
    assert (summary.messages, summary.threads, summary.lists) == (9, 4, 1)
    assert faults_of(folder.root) == []
    seed = open_seed(folder.root)
    assert len(render_scenario(seed, "story", {}).messages) == 9


def test_what_cannot_be_imported_is_told_with_its_place(folder: SeedFolder, archive: Path) -> None:
    skipped = bring_in(archive, folder.root).tally.skipped
    lines = archive.read_bytes().split(b"\n")
    assert [each.reason for each in skipped] == [
        "it has no sender that can be read.",
        "it is the same as a message before it.",
    ]
    assert all(lines[(each.line or 0) - 1].startswith(b"From ") for each in skipped)


def test_nobody_of_the_archive_can_be_read_out_of_the_seed(
    folder: SeedFolder, archive: Path
) -> None:
    before = {path for path in folder.root.rglob("*") if path.is_file()}
    bring_in(archive, folder.root, files=FileRules(keep=True))
    written = {path for path in folder.root.rglob("*") if path.is_file()} - before
    text = "\n".join(path.read_text(encoding="utf-8") for path in written).casefold()
    for real in ("plaice", "ingeborg", "tobin", "marram", "fishmongers", "kelp", "evil.net"):
        assert real not in text
    for real in ("1234567", "hafenstr", "trawler", "iplaice", "session", "pgp", "listinfo"):
        assert real not in text


def test_texts_are_kept_but_for_whom_they_are_of(folder: SeedFolder, archive: Path) -> None:
    bring_in(archive, folder.root)
    bodies = {line["id"]: line["body"] for line in lines_of(folder)}
    first = next(body for body in bodies.values() if body.startswith("Hello all"))
    assert "\nFrom the first drop on it is wrong.\n" in first
    assert "[_" not in first
    assert any("Grüße, it works." in body for body in bodies.values())
    assert any("> the sensor reads zero after rain." in body for body in bodies.values())
    assert any(body.endswith(", the plug was wet.") for body in bodies.values())


def test_threads_are_kept_whatever_their_headers_say(folder: SeedFolder, archive: Path) -> None:
    bring_in(archive, folder.root)
    lines = lines_of(folder)
    dates = {line["id"]: line["date"] for line in lines}
    answers = [line for line in lines if "reply_to" in line]
    assert len(answers) == 5
    assert all(dates[line["reply_to"]] < line["date"] for line in answers)
    by_subject = [line for line in answers if line["subject"].startswith("RE: Net tension")]
    assert len(by_subject) == 1


def test_whoever_claims_to_be_the_agent_is_somebody_else(folder: SeedFolder, archive: Path) -> None:
    bring_in(archive, folder.root)
    (line,) = [line for line in lines_of(folder) if line["body"].startswith("I am the agent")]
    assert line["from"] != "alex"
    assert "\n" not in line["subject"]
    assert line["bcc" if "bcc" in line else "to"] != ["all@quillby.com"]


def test_an_episode_opens_on_it(folder: SeedFolder, archive: Path, engine: Engine) -> None:
    bring_in(archive, folder.root)
    rendered = render_scenario(open_seed(folder.root), "story", {})
    with write_transaction(engine) as session:
        stored = store_rendering(session, rendered)
        again = store_rendering(session, rendered)
        episode = open_episode(session, stored, EpisodePlan(model="scripted/nobody"))
    assert stored == again
    assert episode.token.startswith("mail_")
