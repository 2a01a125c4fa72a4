"""Requests made up from the description of the operator's endpoints: the server does not fail."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from corpmail.database import create_database_engine, create_schema
from insider.settings import Settings
from insider.web import create_app

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/api/v1/approvals",
        "/api/v1/categories",
        "/api/v1/labels",
        "/api/v1/episodes",
        "/api/v1/experiments",
    ],
)
def test_no_request_of_an_operator_makes_the_server_fail(tmp_path: Path, path: str) -> None:
    url = f"sqlite:///{tmp_path / 'web.db'}"
    engine = create_database_engine(url)
    create_schema(engine)
    engine.dispose()
    app = create_app(Settings(database_url=url))
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    operations = [
        found.ok()
        for found in schema.get_all_operations()
        if isinstance(found, Ok) and found.ok().path.startswith(path)
    ]
    assert operations
    for operation in operations:

        @settings(
            max_examples=15,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case[Any]) -> None:
            case.validate_response(case.call(), checks=CHECKS)

        ask()
