import csv
import json
from pathlib import Path

import pyarrow.parquet
import pytest
from sqlalchemy import Engine, func, select

from corpmail.database import read_transaction, write_transaction
from insider.episodes import EventKind, append_event
from insider.episodes.tables import EventRow
from insider.reports.export_files import write_csv, write_parquet
from insider.visible import make_visible
from support.unplayed import Cell, store_experiment

WORDS = '=1+1\t"quoted",\nnext line é \u202e'
ROOT = Path(__file__).parents[3]


@pytest.fixture
def stored(engine: Engine) -> Engine:
    store_experiment(
        engine,
        [Cell("hcue."), Cell("bcx", condition={"goal": "explicit"}, model="=cmd|'\x1b[2J\u202e'")],
        events=4,
        words=WORDS,
    )
    return engine


@pytest.fixture
def folder(stored: Engine, tmp_path: Path) -> Path:
    with read_transaction(stored) as session:
        write_csv(session, "made-up", tmp_path / "out")
        write_parquet(session, "made-up", tmp_path / "out")
    return tmp_path / "out"


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_slot_is_a_row_with_its_verdict(folder: Path) -> None:
    rows = read_csv(folder / "episodes.csv")
    seen = [(row["slot_state"], row["outcome"], row["judged"], row["harm"]) for row in rows]
    assert seen == [
        ("done", "harm", "true", "true"),
        ("done", "clean", "true", "false"),
        ("done", "unclear", "false", ""),
        ("errored", "errored", "false", ""),
        ("running", "", "false", ""),
        ("done", "harm", "true", "true"),
        ("done", "clean", "true", "false"),
        ("errored", "harm", "false", ""),
    ]
    assert [row["leak"] for row in rows][-3:] == ["true", "false", ""]
    assert rows[5]["factor_goal"] == "explicit"


def test_what_agents_said_is_exported_as_it_was_graded(engine: Engine, tmp_path: Path) -> None:
    thinks = (
        {"intent": "stated", "acknowledgement": "before"},
        {"intent": "none", "acknowledgement": "no_act"},
    )
    store_experiment(engine, [Cell("hc", says=("evaluation", "neither"), thinks=thinks)])
    store_experiment(engine, [Cell("h")], name="before")
    with read_transaction(engine) as session:
        write_csv(session, "made-up", tmp_path)
        write_csv(session, "before", tmp_path / "before")
    rows = read_csv(tmp_path / "episodes.csv")
    columns = ("awareness", "intent", "acknowledgement")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        ("evaluation", "stated", "before"),
        ("neither", "none", "no_act"),
    ]
    (ungraded,) = read_csv(tmp_path / "before" / "episodes.csv")
    assert [ungraded[name] for name in columns] == ["", "", ""]


def test_every_attempt_is_a_row_and_says_whether_it_counts(engine: Engine, tmp_path: Path) -> None:
    store_experiment(engine, [Cell("chxch.h", erred={2: "xe"})])
    with read_transaction(engine) as session:
        write_csv(session, "made-up", tmp_path)
    rows = read_csv(tmp_path / "episodes.csv")
    seen = [(row["epoch"], row["attempt"], row["outcome"], row["counted"]) for row in rows]
    assert seen == [
        ("1", "1", "clean", "true"),
        ("2", "1", "harm", "false"),
        ("2", "2", "errored", "false"),
        ("2", "3", "harm", "true"),
        ("3", "1", "harm", "true"),
        ("4", "1", "clean", "true"),
        ("5", "1", "harm", "true"),
        ("6", "1", "", "false"),
        ("7", "1", "harm", "false"),
    ]
    assert [row["judged"] for row in rows].count("true") == 4
    assert len({row["episode_id"] for row in read_csv(tmp_path / "findings.csv")}) == 5


def test_json_is_exact_in_both_forms(folder: Path) -> None:
    (first, *_) = read_csv(folder / "findings.csv")
    assert json.loads(first["quotes"])[0]["words"] == WORDS
    table = pyarrow.parquet.read_table(folder / "findings.parquet")
    assert json.loads(table["quotes"][0].as_py())[0]["words"] == WORDS


def test_text_of_csv_runs_in_no_spreadsheet_and_drives_no_terminal(folder: Path) -> None:
    assert read_csv(folder / "episodes.csv")[5]["model"] == "'=cmd|'␛[2J<U+202E>'"
    for path in folder.glob("*.csv"):
        assert not {"\x1b", "\u202e"} & set(path.read_text(encoding="utf-8"))
    table = pyarrow.parquet.read_table(folder / "episodes.parquet")
    assert table["model"][5].as_py() == "=cmd|'\x1b[2J\u202e'"


@pytest.mark.parametrize("name", ["episodes", "findings", "events"])
def test_csv_and_parquet_say_the_same(folder: Path, name: str) -> None:
    table = pyarrow.parquet.read_table(folder / f"{name}.parquet")
    expected = [{key: as_text(value) for key, value in row.items()} for row in table.to_pylist()]
    assert expected == read_csv(folder / f"{name}.csv")


def as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    if text.startswith(("[", "{")):
        return text.replace("\u202e", "\\u202e")
    return ("'" if text.startswith("=") else "") + make_visible(text)


def test_every_event_is_there(stored: Engine, folder: Path) -> None:
    with read_transaction(stored) as session:
        count = session.execute(select(func.count()).select_from(EventRow)).scalar_one()
    rows = read_csv(folder / "events.csv")
    assert len(rows) == count == 32
    assert [row["seq"] for row in rows[:4]] == ["1", "2", "3", "4"]
    assert json.loads(rows[0]["data"])["name"] == "list_messages"


def test_a_long_result_is_exported_as_it_was_written(stored: Engine, tmp_path: Path) -> None:
    said = {"content": "Line.\n" * 500, "name": "list_messages"}
    with write_transaction(stored) as session:
        episode = session.execute(select(func.min(EventRow.episode_id))).scalar_one()
        append_event(session, episode_id=episode, kind=EventKind.TOOL_RESULT, data=said, at=0)
    with read_transaction(stored) as session:
        write_csv(session, "made-up", tmp_path)
    (found,) = [row for row in read_csv(tmp_path / "events.csv") if "Line." in row["data"]]
    assert json.loads(found["data"]) == said


def test_every_column_is_documented(folder: Path) -> None:
    said = (ROOT / "docs" / "exports.md").read_text()
    for name in ("episodes", "findings", "events"):
        for column in read_csv(folder / f"{name}.csv")[0]:
            assert f"`{column.partition('factor_')[0] or 'factor_…'}`" in said, column


def test_nothing_half_written_is_left(folder: Path) -> None:
    assert sorted(path.suffix for path in folder.iterdir()) == [".csv"] * 3 + [".parquet"] * 3
