"""Requests as strangers make them: every answer is a page, a problem, or bytes that do no harm."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine, event
from starlette.types import Message

from corpmail.actions import NoActions
from corpmail.api.app import PREFIX
from corpmail.journal import Act
from corpmail.server import OPERATIONS
from corpmail.threads import message_id_of
from corpmail.types import Limits, SeedAttachment
from support.builders import (
    ALEX,
    ANN,
    BOB,
    START,
    MailWorld,
    mail_world,
    make_seed_message,
    rfc_id,
)

ONE = message_id_of(rfc_id(1))
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/messages/%00", 404, "message_not_found"),
        ("GET", "/messages/%ED%A0%80", 404, "message_not_found"),
        ("GET", "/messages/" + "x" * 5_000, 404, "message_not_found"),
        ("GET", "/messages//open", 404, "not_found"),
        ("POST", "/messages//open", 404, "not_found"),
        ("GET", "/nowhere", 404, "not_found"),
        ("PUT", "/messages", 405, "method_not_allowed"),
        ("GET", "/messages?cursor=9999999999999999999999999", 422, "invalid_cursor"),
        ("GET", "/messages?cursor=%00", 422, "invalid_cursor"),
        ("GET", "/messages?limit=" + "9" * 500, 422, "invalid_request"),
        ("GET", "/messages?limit=-1", 422, "invalid_request"),
        ("GET", "/messages?limit=1e1", 422, "invalid_request"),
        ("GET", "/messages?folder=attic", 422, "invalid_request"),
        ("GET", "/messages?unread=perhaps", 422, "invalid_request"),
        ("GET", "/messages?mailbox=%00", 404, "mailbox_not_found"),
        ("GET", "/messages?mailbox=" + "x" * 400, 422, "invalid_request"),
        ("GET", "/search", 422, "invalid_request"),
        ("GET", "/search?q=x&sort=size", 422, "invalid_request"),
        ("GET", "/search?q=before:9999999-99-99", 422, "invalid_query"),
        ("GET", "/directory?cursor=x", 422, "invalid_cursor"),
        ("GET", "/mailboxes?cursor=x", 422, "invalid_cursor"),
        ("GET", "/drafts?cursor=x", 422, "invalid_cursor"),
        ("DELETE", "/drafts/x", 404, "draft_not_found"),
        ("GET", "/export?format=zip", 422, "invalid_request"),
        ("POST", "/actions/x", 422, "invalid_request"),
        ("GET", f"/messages/{ONE}/attachments/a9", 404, "attachment_not_found"),
        ("GET", f"/messages/{ONE}/attachments/%00/text", 404, "attachment_not_found"),
    ],
)
def test_what_cannot_be_is_a_problem(
    engine: Engine, method: str, path: str, status: int, code: str
) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    response = world.request(method, path)
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (response.status_code, problem["code"]) == (status, code)
    assert problem["status"] == status
    assert set(problem) >= {"type", "title", "status", "detail", "code"}


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "invalid_request"),
        (b"{", 400, "bad_request"),
        (b"null", 422, "invalid_request"),
        (b"[]", 422, "invalid_request"),
        (b"\xff\xfe", 400, "bad_request"),
        (b"\xf0\xf0", 400, "bad_request"),
        (b"[" * 100_000, 400, "bad_request"),
        (b'{"to": ' + b"9" * 5_000 + b"}", 400, "bad_request"),
        (b'{"to": ["a@b.example"], "colour": 1}', 422, "invalid_request"),
        (b'{"to": ["a@b.example"], "\\ud800": 1}', 422, "invalid_request"),
        (b'{"to": ["a@b.example"], "subject": "\\ud800"}', 422, "invalid_draft"),
        (b'{"to": ["a@b.example"], "text": "\\u0000"}', 422, "invalid_draft"),
        (b'{"to": ["a@b.example"], "subject": "a\\r\\nBcc: x@y.example"}', 422, "invalid_draft"),
        (b'{"to": ["a@b.example\\nBcc: x@y.example"]}', 422, "invalid_address"),
        (b'{"to": ["\\ud800@b.example"]}', 422, "invalid_request"),
        (b'{"to": ["a@b.example"], "in_reply_to": "\\u0000"}', 404, "message_not_found"),
        (b'{"to": ["a@b.example"], "attachments": [{}]}', 422, "invalid_draft"),
        (
            b'{"to": ["a@b.example"], "attachments": [{"filename": "a", "content_base64": "?"}]}',
            422,
            "invalid_draft",
        ),
        (
            b'{"to": ["a@b.example"], "attachments": [{"filename": "\\ud800",'
            b' "content_base64": ""}]}',
            422,
            "invalid_request",
        ),
    ],
)
def test_a_body_that_cannot_be_sent_is_a_problem(
    engine: Engine, content: bytes, status: int, code: str
) -> None:
    world = mail_world(engine)
    for path in ("/messages", "/drafts"):
        response = world.request("POST", path, content=content, headers=JSON)
        assert (response.status_code, response.json()["code"]) == (status, code)
    assert world.journal.records(world.branch_id, Act.MAIL_SENT, Act.DRAFT_SAVED) == []


def test_a_body_of_another_type_is_a_problem(engine: Engine) -> None:
    world = mail_world(engine)
    response = world.request(
        "POST", "/messages", content=b'{"to": []}', headers={"Content-Type": "text/plain"}
    )
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_a_text_of_a_million_bytes_is_sent_and_one_more_is_not(engine: Engine) -> None:
    world = mail_world(engine)
    statuses = [
        world.request("POST", "/messages", json={"to": [ANN], "text": "x" * size}).status_code
        for size in (1_000_000, 1_000_001)
    ]
    assert statuses == [201, 422]


def test_a_body_without_end_is_refused_before_it_is_read(engine: Engine) -> None:
    limits = Limits(attachment_bytes=1_000, body_bytes=1_000)
    world = mail_world(engine, limits=limits)

    async def in_parts() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b" " * 500_000

    contents: tuple[bytes | AsyncIterable[bytes], ...] = (b" " * 1_500_000, in_parts())
    for content in contents:
        response = world.request("POST", "/messages", content=content, headers=JSON)
        assert response.headers["content-type"] == "application/problem+json"
        assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_a_malformed_request_says_where_takes_time_and_is_recorded(engine: Engine) -> None:
    world = mail_world(engine)
    response = world.request(
        "POST", "/messages", json={"to": "ann"}, headers={"X-Request-Id": "call-3"}
    )
    problem = response.json()
    assert problem["detail"].startswith("body.to: ")
    assert problem["errors"][0]["where"] == "body.to"
    (record,) = world.journal.records(world.branch_id)
    assert (record.act, record.at, record.request_id) == (Act.API_CALL, START + 90, "call-3")
    assert (record.data["operation"], record.data["status"]) == ("send", 422)


@pytest.mark.parametrize("name", ["", "x" * 201, "tab\there", "bell\x07"])
def test_a_request_id_that_is_none_is_refused(engine: Engine, name: str) -> None:
    world = mail_world(engine)
    response = world.request("GET", "/messages", headers={"X-Request-Id": name})
    assert response.status_code == 422
    assert world.journal.records(world.branch_id)[0].request_id is None


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer mail_wrong", "Basic eDp5"])
def test_without_a_token_that_opens_something_nothing_is_told(engine: Engine, header: str) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    for method, path in (("GET", "/me"), ("GET", f"/messages/{ONE}"), ("GET", "/messages?limit=0")):
        response = world.request(method, path, headers={"Authorization": header})
        assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")
        assert response.headers["www-authenticate"] == "Bearer"
    assert world.journal.records(world.branch_id) == []


def test_a_file_is_a_download_that_no_browser_shows(engine: Engine) -> None:
    name = 'plän "x".html'
    file = SeedAttachment(name, "text/html", b"<script>alert(1)</script>")
    world = mail_world(engine, [make_seed_message(1, attachments=(file,))])
    response = world.request("GET", f"/messages/{ONE}/attachments/a1")
    assert response.content == file.content
    assert response.headers["content-type"] == "text/html"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"].startswith("sandbox")
    disposition = response.headers["content-disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=UTF-8''pl%C3%A4n%20%22x%22.html" in disposition


def test_a_message_and_a_mailbox_are_given_as_mail_programs_read_them(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, bcc=(BOB,)), make_seed_message(2)])
    raw = world.request("GET", f"/messages/{ONE}/raw")
    assert raw.headers["content-type"] == "message/rfc822"
    assert b"Message-ID: <seed-1@mail.firm.example>" in raw.content
    assert BOB.encode() not in raw.content
    archive = world.request("GET", "/export", params={"format": "mbox"})
    assert archive.headers["content-type"] == "application/mbox"
    assert archive.content.count(b"\nMessage-ID: ") == 2
    calls = [one.data["operation"] for one in world.journal.records(world.branch_id)]
    assert calls == ["get_raw_message", "export"]


def test_drafts_are_listed_and_deleted(engine: Engine) -> None:
    world = mail_world(engine)
    draft = world.request("POST", "/drafts", json={"subject": "Plan"}).json()
    listed = world.request("GET", "/drafts").json()["items"]
    assert [item["id"] for item in listed] == [draft["id"]]
    response = world.request("DELETE", f"/drafts/{draft['id']}")
    assert (response.status_code, response.content) == (204, b"")
    assert world.request("GET", "/drafts").json()["items"] == []


def test_a_thread_can_be_read_without_opening_it(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, unread_by=(ALEX,))])
    thread_id = world.request("GET", f"/messages/{ONE}").json()["thread_id"]
    thread = world.request("GET", f"/threads/{thread_id}").json()
    assert [message["is_read"] for message in thread["messages"]] == [False]


def test_what_is_recorded_of_a_request_is_short_and_clean(engine: Engine) -> None:
    world = mail_world(engine)
    world.request("GET", "/search", params={"q": "\0" + "x" * 900})
    world.request("GET", "/messages", params={"limit": 5, "unread": True})
    search, listing = (one.data["arguments"] for one in world.journal.records(world.branch_id))
    assert isinstance(search, dict)
    assert len(str(search["q"])) < 210
    assert "\0" not in str(search["q"])
    assert listing == {"unread": True, "limit": 5}


def test_a_failure_of_the_server_is_a_problem_that_tells_nothing(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(NoActions):
        def granted(self, session: object, branch_id: object) -> tuple[()]:
            raise ZeroDivisionError("the secret of the house")

    world = mail_world(engine, actions=Broken())
    with caplog.at_level(logging.ERROR):
        response = world.request("GET", "/actions")
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    assert "secret" not in response.text
    assert "the secret of the house" in caplog.text
    assert world.journal.records(world.branch_id) == []


def test_the_statuses_of_success_are_those_on_record(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    requests: list[tuple[str, str, JsonValue]] = [
        ("POST", "/messages", {"to": [ANN]}),
        ("POST", f"/messages/{ONE}/reply", {"text": "Yes."}),
        ("POST", f"/messages/{ONE}/forward", {"to": [ANN]}),
        ("PATCH", f"/messages/{ONE}", {"starred": True}),
        ("POST", "/drafts", {}),
        ("DELETE", f"/messages/{ONE}", None),
        ("GET", "/messages", None),
    ]
    for method, path, body in requests:
        response = world.request(method, path, json=body)
        record = world.journal.records(world.branch_id, Act.API_CALL)[-1]
        assert record.data["status"] == response.status_code
        assert response.status_code == OPERATIONS[str(record.data["operation"])].status


def operations(world: MailWorld) -> Iterator[tuple[str, str, dict[str, object]]]:
    for path, item in world.app.openapi()["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def test_every_endpoint_is_an_operation_and_every_operation_an_endpoint(engine: Engine) -> None:
    world = mail_world(engine)
    names = [
        str(operation["operationId"]).partition("_mail_v1_")[0]
        for _, _, operation in operations(world)
    ]
    assert sorted(names) == sorted(OPERATIONS)


def test_every_endpoint_is_described_with_its_problems(engine: Engine) -> None:
    world = mail_world(engine)
    for method, path, operation in operations(world):
        assert path.startswith(PREFIX)
        assert operation.get("description"), (method, path)
        responses = operation["responses"]
        assert isinstance(responses, dict)
        assert {"401", "410", "422"} <= set(responses), (method, path)
        for status, response in responses.items():
            if status[0] in "45":
                assert list(response["content"]) == ["application/problem+json"], (method, path)
        if "requestBody" in operation:
            assert "examples" in json.dumps(operation["requestBody"]), (method, path)


def test_who_you_are_is_told_with_one_look_at_the_branch(engine: Engine) -> None:
    world = mail_world(engine, closes_at=START + 60)
    asked: list[str] = []

    def note(*call: object) -> None:
        asked.append(str(call[2]))

    event.listen(engine, "before_cursor_execute", note)
    closes_at = world.request("GET", "/me").json()["closes_at"]
    event.remove(engine, "before_cursor_execute", note)
    assert datetime.fromisoformat(closes_at).timestamp() == START + 60
    assert len([statement for statement in asked if "branch.closes_at" in statement]) == 1


def test_a_disk_that_is_full_is_told_in_a_line_and_to_the_agent_without_its_place(
    sqlite_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    world = mail_world(sqlite_engine)

    @event.listens_for(sqlite_engine, "connect")
    def allow_no_growth(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    sqlite_engine.dispose()
    message: dict[str, JsonValue] = {"to": [ANN], "text": "x" * 500_000}
    response = world.request("POST", "/messages", json=message)
    assert (response.status_code, response.json()["code"]) == (503, "database")
    (logged,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "disk is full" in logged.getMessage()
    assert logged.exc_info is None
    assert "full" not in response.text


def test_the_place_of_a_database_that_cannot_be_opened_is_not_told(sqlite_engine: Engine) -> None:
    world = mail_world(sqlite_engine)
    sqlite_engine.dispose()
    place = str(sqlite_engine.url.database)
    for path in Path(place).parent.glob(f"{Path(place).name}*"):
        path.unlink()
    Path(place).mkdir()
    response = world.request("GET", "/messages")
    assert (response.status_code, response.json()["code"]) == (503, "database")
    assert place not in response.text


@pytest.mark.parametrize(("method", "path"), [("POST", "/messages"), ("GET", "/me")])
def test_somebody_who_leaves_in_the_middle_is_no_fault(
    engine: Engine, caplog: pytest.LogCaptureFixture, method: str, path: str
) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    heard: list[Message] = [
        {"type": "http.request", "body": b'{"to"', "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return heard.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"authorization", f"Bearer {world.token}".encode())]
    scope = {"type": "http", "method": method, "path": PREFIX + path, "headers": headers}
    asyncio.run(world.app({**scope, "query_string": b""}, receive, send))
    assert sent[0]["status"] == 400
    assert caplog.records == []
