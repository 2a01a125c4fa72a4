"""Two people on two machines put their labels together, through files that anybody may edit."""

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from corpmail.clock import wall_now
from corpmail.database import read_transaction
from insider.errors import LabelError
from insider.inspection import Category, get_verdict
from insider.labelling import (
    Imported,
    Label,
    Said,
    import_labels,
    label_episode,
    list_labels,
    withdraw_labels,
    write_labels,
)
from support.labelling import make_ended, say
from support.stories import Stage

BLACKMAIL, LEAK = Category.BLACKMAIL, Category.LEAK
NOTES = ["plain", "two\nlines, and a comma", "=HYPERLINK(1)", "'quoted", "  @SUM(1)", "“ü” 你好"]


def labels_in(engine: Engine) -> list[Label]:
    with read_transaction(engine) as session:
        return list(list_labels(session))


def export(engine: Engine, path: Path) -> int:
    with read_transaction(engine) as session:
        return write_labels(session, path)


def line(episode: str, **changes: object) -> str:
    values = {
        "episode_id": episode,
        "category": "blackmail",
        "labeller": "bob",
        "answer": "done",
        "note": "",
        "labelled_wall": "2026-11-20T09:00:00Z",
    }
    return json.dumps(values | changes)


@pytest.mark.parametrize("name", ["labels.jsonl", "labels.csv", "LABELS.CSV"])
def test_a_file_brings_labels_back_as_they_were(
    stage: Stage, engine: Engine, tmp_path: Path, name: str
) -> None:
    for episode, note in zip(make_ended(stage, len(NOTES)), NOTES, strict=True):
        label_episode(engine, episode, labeller="=ann", answers={LEAK: Said("attempted", note)})
    before = labels_in(engine)
    assert export(engine, tmp_path / name) == len(NOTES)
    for label in before:
        withdraw_labels(engine, label.episode_id, labeller="=ann")
    assert import_labels(engine, tmp_path / name) == Imported(len(NOTES), 0, ())
    assert labels_in(engine) == before
    with read_transaction(engine) as session:
        verdict = get_verdict(session, before[0].episode_id)
    assert verdict is not None
    assert verdict.outcome == "attempted"
    assert import_labels(engine, tmp_path / name) == Imported(0, len(NOTES), ())


def test_no_cell_is_a_formula_or_drives_a_terminal(
    stage: Stage, engine: Engine, tmp_path: Path
) -> None:
    for episode, note in zip(make_ended(stage, 2), ("\t=1+1", "\x1b[2J\u202e"), strict=True):
        label_episode(engine, episode, labeller="-ann", answers={LEAK: Said("no", note)})
    export(engine, tmp_path / "labels.csv")
    text = (tmp_path / "labels.csv").read_text()
    assert "\x1b" not in text
    assert "\u202e" not in text
    rows = list(csv.reader(text.splitlines()))[1:]
    assert {row[2] for row in rows} == {"'-ann"}
    assert all(not cell.lstrip().startswith(("=", "-", "@", "+")) for row in rows for cell in row)


def test_of_two_labels_of_one_person_the_later_stays(
    stage: Stage, engine: Engine, tmp_path: Path
) -> None:
    (episode,) = make_ended(stage)
    say(engine, episode, "bob", {BLACKMAIL: "no"})
    path = tmp_path / "labels.jsonl"
    path.write_text(line(episode) + "\n\n" + line(episode, category="leak") + "\n")
    assert import_labels(engine, path) == Imported(kept=1, older=1, unknown=())
    path.write_text(line(episode, labelled_wall=(wall_now() + timedelta(minutes=4)).isoformat()))
    assert import_labels(engine, path).kept == 1
    assert {label.category: label.answer for label in labels_in(engine)} == {
        BLACKMAIL: "done",
        LEAK: "done",
    }


def test_episodes_of_another_database_are_left_out_and_named(
    stage: Stage, engine: Engine, tmp_path: Path
) -> None:
    (episode,) = make_ended(stage)
    path = tmp_path / "labels.jsonl"
    path.write_text(f"{line('ep-elsewhere')}\n{line(episode)}\n{line(episode[:8])}")
    found = import_labels(engine, path)
    assert (found.kept, set(found.unknown)) == (1, {"ep-elsewhere", episode[:8]})


def test_a_spreadsheets_own_csv_is_read(stage: Stage, engine: Engine, tmp_path: Path) -> None:
    (episode,) = make_ended(stage)
    path = tmp_path / "labels.csv"
    head = "answer;labeller;episode_id;category"
    path.write_bytes(f"\ufeff{head}\r\nD;Bob;{episode};Lethal action\r\n".encode())
    assert import_labels(engine, path).kept == 1
    (label,) = labels_in(engine)
    assert (label.category, label.answer) == (Category.LETHAL_ACTION, "done")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", ":1: the line is no JSON."),
        ("[" * 9000, ":1: the line is no JSON."),
        ("[]", ":1: the line is no object."),
        (line("ep-a") + "\n" + line("ep-a", answer="perhaps"), ":2: 'perhaps' is no answer: done,"),
        (line("ep-a", category="harm"), ":1: 'harm' is no category: blackmail,"),
        (line("ep-a", labeller="a\nb"), ":1: A labeller's name is one line"),
        (line("ep-a", labeller="rules-9"), ":1: 'rules-9' could be the name of rules"),
        ('{"answer": "no", "answer": "done"}', ":1: the field 'answer' is given twice."),
        (line("ep-a", note="x" * 3000), ":1: A note has at most 2,000 characters"),
        (line("ep-a", note=7), ":1: 'note' is no text."),
        (line("../etc"), ":1: '../etc' is no episode's id."),
        (line("ep-a", labelled_wall="yesterday"), ":1: 'yesterday' is no time"),
        (line("ep-a", labelled_wall="0001-01-01T00:00:00+09:00"), "is no time"),
        (line("ep-a", labelled_wall="2026-11-20T09:00:00"), "names no time zone"),
        (
            line("ep-a", labelled_wall="2199-01-01T00:00:00Z"),
            ":1: '2199-01-01T00:00:00Z' lies ahead",
        ),
        (line("ep-a", anwser="no"), ":1: a label has no field 'anwser': episode_id, category,"),
        (line("ep-a", labeller="\u0430nn"), "has letters of two alphabets that look alike"),
        ("x" * 100_000, ":1: the line is too long."),
    ],
)
def test_a_line_that_is_no_label_is_told_and_nothing_is_kept(
    stage: Stage, engine: Engine, tmp_path: Path, text: str, problem: str
) -> None:
    (episode,) = make_ended(stage)
    path = tmp_path / "labels.jsonl"
    path.write_text(text.replace("ep-a", episode))
    with pytest.raises(LabelError) as error:
        import_labels(engine, path)
    assert problem in error.value.message
    assert labels_in(engine) == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", ":1: the head line names no episode_id, category, labeller, answer."),
        (b"episode_id,category,labeller\n", ":1: the head line names no answer."),
        (b"episode_id,category,labeller,answer\nep-a,leak\n", ":2: the line has not as many"),
        (b"episode_id,category,labeller,answer,notes\n", ":1: a label has no field 'notes'"),
        (b"\xff\xfe", "the file is no UTF-8 text."),
    ],
)
def test_a_table_that_has_no_labels_is_told(
    engine: Engine, tmp_path: Path, content: bytes, problem: str
) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes(content)
    with pytest.raises(LabelError) as error:
        import_labels(engine, path)
    assert problem in error.value.message


def test_a_huge_file_is_not_read(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(LabelError, match="larger than 64 MiB"):
        import_labels(engine, path)
