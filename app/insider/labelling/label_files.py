"""Labels as files, so that people who label on two machines can put theirs together.

JSONL is exact. CSV can be opened in a spreadsheet: text that one would run has a ``'`` before it
(``insider.cells``), which reading takes off again, and characters that drive a terminal are written
visibly. A file is read whole before anything is kept of it: a fault in one line is told with its
number.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TextIO

from sqlalchemy import Engine, Select
from sqlalchemy.orm import Session

from corpmail.clock import wall_now
from corpmail.database import read_transaction, write_transaction
from insider.cells import as_cell, of_cell
from insider.episodes import get_episode
from insider.errors import EpisodeNotFoundError, LabelError
from insider.inspection import Category, combine_again
from insider.json_once import RepeatedFieldError, read_json
from insider.labelling.labels import (
    LONGEST_NAME,
    LONGEST_NOTE,
    Label,
    check_labeller,
    check_note,
    keep_labels,
    labels_of,
    list_labels,
    make_ready,
)
from insider.labelling.typed import find_answer, find_category
from insider.visible import shorten

COLUMNS = ("episode_id", "category", "labeller", "answer", "note", "labelled_wall")
LARGEST = 64 * 2**20
"""Bytes of a file that is read; some hundred thousand labels."""

_SHOWN = 40
_EPISODE = re.compile(r"ep-[A-Za-z0-9_-]{1,76}")
_AHEAD = timedelta(minutes=5)
"""How far the clock of another machine may be ahead."""
_EARLIEST = "0001-01-01T00:00:00.000+00:00"
_LONGEST_LINE = 20 * (LONGEST_NAME + LONGEST_NOTE)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file's labels."""

    kept: int
    """New, or said later than what was here."""
    older: int
    """Said no later than what the same person's label here says; left as it was."""
    unknown: tuple[str, ...]
    """Episodes that this database does not have; their labels were left out."""


def write_labels(
    session: Session,
    path: Path,
    *,
    labeller: str | None = None,
    among: Select[tuple[str]] | None = None,
) -> int:
    """Write labels to a file, as CSV where its name ends so and as JSONL otherwise.

    Args:
        session: Any transaction.
        path: The file; replaced when it is there, and only once the new one is whole.
        labeller: Only this person's.
        among: A query of the ids of episodes; only theirs.

    Returns:
        How many.
    """
    labels = list_labels(session, labeller=labeller, among=among)
    part = path.with_name(f"{path.name}.part")
    write = _write_csv if _is_csv(path) else _write_jsonl
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            write(file, labels)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return len(labels)


def import_labels(engine: Engine, path: Path) -> Imported:
    """Keep the labels of a file; of two that one person said, the later one stays.

    Each episode's labels and its verdict are one transaction; the same file can be read again.

    Args:
        engine: The database.
        path: CSV where the name ends so, else JSONL.

    Raises:
        LabelError: The file is too large, or a line of it is no label; nothing is kept then.
        EpisodeOpenError: One of the episodes has not ended; those before it are kept.
    """
    labels = sorted(read_labels(path), key=attrgetter("episode_id"))
    kept, unknown = 0, []
    total = len(labels)
    for episode_id, said in groupby(labels, key=attrgetter("episode_id")):
        of_episode = list(said)
        if not _is_known(engine, episode_id):
            unknown.append(episode_id)
            total -= len(of_episode)
            continue
        kept += _keep_later(engine, episode_id, of_episode)
    return Imported(kept=kept, older=total - kept, unknown=tuple(unknown))


def read_labels(path: Path) -> Sequence[Label]:
    """Return the labels of a file, checked.

    Raises:
        LabelError: The file is too large, or a line of it is no label.
    """
    if path.stat().st_size > LARGEST:
        raise LabelError(f"{path}: the file is larger than {LARGEST // 2**20} MiB.")
    read = _read_csv if _is_csv(path) else _read_jsonl
    found: dict[tuple[str, Category, str], Label] = {}
    try:
        # A spreadsheet may put a mark before the first line.
        with path.open(encoding="utf-8-sig", newline="") as file:
            for label in read(file, path):
                place = (label.episode_id, label.category, label.labeller)
                if place not in found or found[place].labelled_wall < label.labelled_wall:
                    found[place] = label
    except UnicodeDecodeError:
        raise LabelError(f"{path}: the file is no UTF-8 text.") from None
    return list(found.values())


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def _is_known(engine: Engine, episode_id: str) -> bool:
    with read_transaction(engine) as session:
        try:
            return get_episode(session, episode_id).id == episode_id
        except EpisodeNotFoundError:
            return False


def _keep_later(engine: Engine, episode_id: str, labels: Sequence[Label]) -> int:
    make_ready(engine, episode_id)
    with write_transaction(engine) as session:
        here = {
            (label.category, label.labeller): label.labelled_wall
            for label in labels_of(session, episode_id)
        }
        later = [
            label
            for label in labels
            if here.get((label.category, label.labeller), "") < label.labelled_wall
        ]
        if later:
            keep_labels(session, later, only_later=True)
            combine_again(session, episode_id)
    return len(later)


def _write_jsonl(file: TextIO, labels: Iterable[Label]) -> None:
    for label in labels:
        file.write(json.dumps(_document(label), separators=(",", ":")) + "\n")


def _write_csv(file: TextIO, labels: Iterable[Label]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for label in labels:
        writer.writerow(map(as_cell, _document(label).values()))


def _document(label: Label) -> dict[str, str]:
    return {**asdict(label), "category": label.category.value}


def _read_jsonl(file: TextIO, path: Path) -> Iterator[Label]:
    for number, line in enumerate(_lines(file, path), start=1):
        if line.strip():
            where = f"{path}:{number}"
            try:
                values = read_json(line)
            except RepeatedFieldError as error:
                name = shorten(error.field, _SHOWN)
                raise LabelError(f"{where}: the field '{name}' is given twice.") from None
            # RecursionError: a line may open ten thousand brackets.
            except (ValueError, RecursionError):
                raise LabelError(f"{where}: the line is no JSON.") from None
            if not isinstance(values, dict):
                raise LabelError(f"{where}: the line is no object.")
            _check_fields(values, where)
            yield _label(values, where)


def _read_csv(file: TextIO, path: Path) -> Iterator[Label]:
    lines = _lines(file, path)
    head = next(lines, "")
    # What a spreadsheet writes where the comma is the decimal sign.
    delimiter = ";" if ";" in head else ","
    columns = next(csv.reader([head], delimiter=delimiter), [])
    if missing := [name for name in COLUMNS[:4] if name not in columns]:
        raise LabelError(f"{path}:1: the head line names no {', '.join(missing)}.")
    _check_fields(columns, f"{path}:1")
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for row in reader:
            where = f"{path}:{reader.line_num + 1}"
            if row:
                if len(row) != len(columns):
                    raise LabelError(f"{where}: the line has not as many cells as the head.")
                yield _label(dict(zip(columns, map(of_cell, row), strict=True)), where)
    except csv.Error as error:
        raise LabelError(f"{path}:{reader.line_num + 1}: {error}.") from None


def _check_fields(names: Iterable[str], where: str) -> None:
    """Refuse fields that no label has: what is misspelled would be left out in silence."""
    if unknown := [name for name in names if name not in COLUMNS]:
        name = shorten(unknown[0], _SHOWN)
        raise LabelError(f"{where}: a label has no field '{name}': {', '.join(COLUMNS)}.")


def _lines(file: TextIO, path: Path) -> Iterator[str]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise LabelError(f"{path}:{number}: the line is too long.")
        yield line


def _label(values: Mapping[str, object], where: str) -> Label:
    texts = {name: values.get(name, "") for name in COLUMNS}
    try:
        known = {name: text for name, text in texts.items() if isinstance(text, str)}
        if wrong := texts.keys() - known.keys():
            raise LabelError(f"'{min(wrong)}' is no text.")
        _check_episode(known["episode_id"])
        check_note(known["note"])
        return Label(
            episode_id=known["episode_id"],
            category=find_category(known["category"]),
            labeller=check_labeller(known["labeller"]),
            answer=find_answer(known["answer"]),
            note=known["note"],
            labelled_wall=_wall(known["labelled_wall"]),
        )
    except LabelError as error:
        raise LabelError(f"{where}: {error.message}") from None


def _check_episode(episode_id: str) -> None:
    if _EPISODE.fullmatch(episode_id) is None:
        raise LabelError(f"'{shorten(episode_id, 40)}' is no episode's id.")


def _wall(text: str) -> str:
    """Return a wall time as it is kept; the earliest one where a file has none."""
    if not text:
        return _EARLIEST
    try:
        time = datetime.fromisoformat(text)
        kept = time.astimezone(UTC).isoformat(timespec="milliseconds")
    # OverflowError: the first or the last day there is, in another time zone.
    except (ValueError, OverflowError):
        raise LabelError(f"'{shorten(text, 40)}' is no time: write 2026-11-20T09:00:00Z.") from None
    if time.tzinfo is None:
        raise LabelError(f"'{shorten(text, 40)}' names no time zone: write …Z for UTC.")
    if time > wall_now() + _AHEAD:
        raise LabelError(
            f"'{shorten(text, 40)}' lies ahead of now, and would win over all that is said till "
            "then: check the clock of the machine that wrote it."
        )
    return kept
