"""Writes an experiment's tables as CSV or Parquet files, a batch of rows at a time.

A file has its name only when it is whole. Parquet is exact; text in CSV is made harmless for the
spreadsheets and terminals that people open it in (docs/exports.md says how).
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy.orm import Session

from insider.cells import as_cell, escape_formulas
from insider.errors import MissingExtraError
from insider.experiments.store import get_experiment
from insider.reports.export_tables import ExportTable, Kind, Value, Values, export_tables
from insider.visible import escape_json

if TYPE_CHECKING:
    import pyarrow

_ROWS = 5_000

FileListener: TypeAlias = Callable[[Path, int], None]
"""Is told of each file as soon as it is whole, with how much is in it."""


def tell_nobody(_path: Path, _count: int) -> None:
    """Say nothing of a file."""


def write_csv(
    session: Session, name: str, folder: Path, wrote: FileListener = tell_nobody
) -> tuple[Path, ...]:
    """Write an experiment's tables as CSV: UTF-8, a head line, empty for null, no formulas.

    Args:
        session: Any transaction.
        name: The experiment's.
        folder: Where; made when it is not there, and files of the same name are replaced.
        wrote: Told of each file with its rows.

    Raises:
        ExperimentNotFoundError: There is none of that name.
    """
    return _write_all(session, name, folder, "csv", _write_csv, wrote)


def write_parquet(
    session: Session, name: str, folder: Path, wrote: FileListener = tell_nobody
) -> tuple[Path, ...]:
    """Write an experiment's tables as Parquet.

    Args:
        session: Any transaction.
        name: The experiment's.
        folder: Where; made when it is not there, and files of the same name are replaced.
        wrote: Told of each file with its rows.

    Raises:
        ExperimentNotFoundError: There is none of that name.
        MissingExtraError: pyarrow is not installed.
    """
    _require_pyarrow()
    return _write_all(session, name, folder, "parquet", _write_parquet, wrote)


def _write_all(
    session: Session,
    name: str,
    folder: Path,
    suffix: str,
    write: Callable[[ExportTable, Path], int],
    wrote: FileListener,
) -> tuple[Path, ...]:
    experiment = get_experiment(session, name)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in export_tables(session, experiment):
        path = folder / f"{table.name}.{suffix}"
        with _whole_or_not(path) as part:
            rows = write(table, part)
        wrote(path, rows)
        written.append(path)
    return tuple(written)


def _write_csv(table: ExportTable, path: Path) -> int:
    rows = 0
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        kinds = tuple(table.columns.values())
        for row in table.rows():
            writer.writerow([_as_cell(*each) for each in zip(row, kinds, strict=True)])
            rows += 1
    return rows


def _as_cell(value: Value, kind: Kind) -> Value:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return value
    if kind == "json":
        return escape_formulas(escape_json(value))
    return as_cell(value)


def _require_pyarrow() -> None:
    try:
        import pyarrow.parquet  # noqa: F401 - an extra, and slow to import
    except ImportError as error:
        raise MissingExtraError(
            "Parquet needs pyarrow, which is not installed: install insider with its extra "
            "'reports', or write CSV."
        ) from error


def _write_parquet(table: ExportTable, path: Path) -> int:
    import pyarrow as pa
    from pyarrow import parquet

    types = {
        "text": pa.string(),
        "json": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
    }
    written = 0
    schema = pa.schema([(name, types[kind]) for name, kind in table.columns.items()])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _batches(table.rows()):
            writer.write_batch(_record_batch(rows, schema))
            written += len(rows)
    return written


def _record_batch(rows: Sequence[Values], schema: "pyarrow.Schema") -> "pyarrow.RecordBatch":
    import pyarrow as pa

    columns = zip(*rows, strict=True)
    arrays = [
        pa.array(map(_as_unicode, column), type=field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.record_batch(arrays, schema=schema)


def _as_unicode(value: Value) -> Value:
    """Write a lone surrogate, which Parquet's text cannot hold, as JSON would."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return value


def _batches(rows: Iterator[Values]) -> Iterator[list[Values]]:
    while batch := list(islice(rows, _ROWS)):
        yield batch


@contextmanager
def _whole_or_not(path: Path) -> Iterator[Path]:
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
