"""Requests made up from the API's own description: whatever is asked, the server does not fail.

Half of them name things that there are, so that they come further than "not found".
"""

from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine

from corpmail.schedule import WorkSession
from corpmail.server import OPERATIONS
from corpmail.types import SeedAttachment
from support.builders import ALEX, COMPANY, START, MailWorld, mail_world, make_seed_message

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 15


def make_world(engine: Engine, operation_name: str) -> MailWorld:
    file = SeedAttachment("list.csv", "text/csv", b"a,b\n")
    messages = [
        make_seed_message(number, attachments=(file,), unread_by=(ALEX,)) for number in range(1, 9)
    ]
    ends = operation_name == "end_session"
    # Nothing else could be asked for after it.
    sessions = () if ends else (WorkSession(START, START + 10**6), WorkSession(START + 10**6, None))
    return mail_world(engine, messages, scope=COMPANY, sessions=sessions)


def names_that_there_are(world: MailWorld) -> Mapping[str, str]:
    """Return path parameters that name something, made anew since the fuzz deletes things."""
    message: dict[str, JsonValue] = {"to": [ALEX], "subject": "Found"}
    sent = world.request("POST", "/messages", json=message).json()["message"]
    draft = world.request("POST", "/drafts", json=message).json()
    return {
        "message_id": sent["id"],
        "thread_id": sent["thread_id"],
        "draft_id": draft["id"],
        "attachment_id": "a1",
    }


@pytest.mark.parametrize("operation_name", sorted(OPERATIONS))
def test_no_request_makes_the_server_fail(engine: Engine, operation_name: str) -> None:
    world = make_world(engine, operation_name)
    schema = schemathesis.openapi.from_asgi("/openapi.json", world.app)
    (operation,) = (
        found.ok()
        for found in schema.get_all_operations()
        if isinstance(found, Ok)
        and found.ok().definition.raw["operationId"].startswith(f"{operation_name}_mail_v1")
    )

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), real=st.booleans())
    def ask(case: schemathesis.Case[Any], real: bool) -> None:
        if real:
            names = names_that_there_are(world)
            for name in case.path_parameters:
                case.path_parameters[name] = names.get(name, case.path_parameters[name])
        response = case.call(headers={"Authorization": f"Bearer {world.token}"})
        case.validate_response(response, checks=CHECKS)

    ask()
