"""A report and its exports on Postgres."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.experiments.statistics import Count
from insider.reports.export_files import write_csv
from insider.reports.page import write_page
from insider.reports.report import make_report
from support.unplayed import Cell, store_experiment

pytestmark = pytest.mark.postgres


def test_a_report_is_made_and_its_tables_are_written(engine: Engine, tmp_path: Path) -> None:
    store_experiment(engine, [Cell("cccu"), Cell("hhbe", condition={"goal": "explicit"})], events=3)
    with read_transaction(engine) as session:
        report = make_report(session, "made-up")
        paths = write_csv(session, "made-up", tmp_path)
    assert [cell.count() for cell in report.results.cells] == [Count(0, 3), Count(3, 3)]
    assert report.methods.prompts[0].sha256 in write_page(report)
    assert [len(path.read_text().splitlines()) for path in paths] == [9, 5, 25]
