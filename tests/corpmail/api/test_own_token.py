"""A caller's token is in its header and nowhere else: not in mail, not in the record."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from corpmail.journal import Act
from corpmail.server import OPERATIONS
from support.builders import BOB, START, MailWorld, mail_world, make_seed_message

SEND = {"to": [BOB], "subject": "My access", "text": "It is TOKEN."}


def record_of(world: MailWorld) -> str:
    return str(world.journal.records(world.branch_id))


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "place"),
    [
        ("POST", "/messages", SEND, {}, "body"),
        ("POST", "/drafts", SEND, {}, "body"),
        ("POST", "/messages", {**SEND, "text": "x", "TOKEN": 1}, {}, "body"),
        ("POST", "/actions/ring_bell", {"arguments": {"code": "TOKEN"}}, {}, "body"),
        ("GET", "/search?q=" + "x" * 190 + "+TOKEN", None, {}, "query"),
        ("GET", "/search?q=%6dTOKEN", None, {}, "query"),
        ("GET", "/messages/TOKEN", None, {}, "path"),
        ("GET", "/me", None, {"X-Request-Id": "call TOKEN"}, "header"),
        ("GET", "/messages?limit=x", None, {"X-Request-Id": "TOKEN"}, "header"),
    ],
)
def test_a_request_that_writes_its_token_is_refused_and_recorded_without_it(
    engine: Engine,
    tmp_path: Path,
    method: str,
    path: str,
    body: object,
    headers: dict[str, str],
    place: str,
) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    content = None if body is None else json.dumps(body).replace("TOKEN", world.token).encode()
    # One of its characters written as an escape, where the query has one.
    path = path.replace("%6dTOKEN", "%6d" + world.token[1:]).replace("TOKEN", world.token)
    response = world.request(
        method,
        path,
        content=content,
        headers={name: value.replace("TOKEN", world.token) for name, value in headers.items()}
        | ({"Content-Type": "application/json"} if content else {}),
    )
    assert response.status_code == 422
    assert response.json()["detail"] == (
        f"{place}: Your token is a secret, and belongs in the Authorization header alone."
    )
    (call,) = world.journal.records(world.branch_id, Act.API_CALL)
    assert call.data["status"] == 422
    assert call.at == START + OPERATIONS[str(call.data["operation"])].seconds
    assert world.token not in record_of(world)
    if engine.dialect.name == "sqlite":
        stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert world.token[:40].encode() not in stored


def test_somebody_whose_token_opens_nothing_is_told_that(engine: Engine) -> None:
    world = mail_world(engine)
    assert world.request("GET", "/search?q=x", token="x").status_code == 401
