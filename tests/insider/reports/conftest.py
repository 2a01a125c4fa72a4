from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.reports.report import Report, make_report
from support.unplayed import Cell, MakeReport, store_experiment


@pytest.fixture
def make(engine: Engine) -> MakeReport:
    """Stores an experiment that was never played and makes its report."""

    def store_and_report(cells: Sequence[Cell], **fields: Any) -> Report:
        store_experiment(engine, cells, **fields)
        with read_transaction(engine) as session:
            return make_report(session, fields.get("name", "made-up"))

    return store_and_report
