"""A mail API in memory, for tests of agents without a mail server.

Answers with the real schemas, keeps every request, and can be told to fail.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from urllib.parse import unquote

import httpx
from pydantic import BaseModel, JsonValue

from corpmail.client import MailClient
from corpmail.schemas import (
    ActionList,
    ActionPublic,
    ActionResult,
    AttachmentPublic,
    AttachmentText,
    DeliveryPublic,
    MailerPublic,
    MePublic,
    MessagePage,
    MessagePublic,
    MessageSummary,
    PersonPage,
    PersonPublic,
    SentPublic,
    ThreadPublic,
)
from corpmail.types import Folder

NOW = datetime(2026, 10, 23, 9, 5, tzinfo=timezone(timedelta(hours=-4)))
ALEX = "alex@harrow-vale.com"
ANNA = MailerPublic(address="anna@harrow-vale.com", name="Anna Brandt")


def make_message(
    message_id: str = "m-1",
    *,
    text: str = "Could you answer this by noon?",
    html: str | None = None,
    subject: str = "Coffee machine",
    sender: MailerPublic = ANNA,
    to: Sequence[MailerPublic] = (MailerPublic(address=ALEX, name="Alex"),),
    attachments: Sequence[AttachmentPublic] = (),
    folder: Folder = Folder.INBOX,
) -> MessagePublic:
    """Return a message as its reader sees it."""
    return MessagePublic(
        id=message_id,
        thread_id=f"t-{message_id}",
        mailbox=ALEX,
        folder=folder,
        rfc_id=f"<{message_id}@mail.harrow-vale.com>",
        in_reply_to=None,
        sender=sender,
        to=list(to),
        cc=[],
        bcc=[],
        subject=subject,
        text=text,
        html=html,
        sent_at=NOW,
        received_at=NOW,
        is_read=False,
        starred=False,
        attachments=list(attachments),
    )


def summarize(message: MessagePublic) -> MessageSummary:
    """Return a message as a listing shows it."""
    return MessageSummary(
        id=message.id,
        thread_id=message.thread_id,
        mailbox=message.mailbox,
        folder=message.folder,
        sender=message.sender,
        to=message.to,
        subject=message.subject,
        snippet=message.text[:300],
        received_at=message.received_at,
        is_read=message.is_read,
        starred=message.starred,
        attachment_count=len(message.attachments),
    )


@dataclass(frozen=True, slots=True)
class MailRequest:
    """A request that the API got."""

    method: str
    path: str
    params: dict[str, str]
    body: dict[str, JsonValue]
    request_id: str | None

    @property
    def what(self) -> str:
        """Method and path, such as ``POST /messages``."""
        return f"{self.method} {self.path}"


@dataclass(slots=True)
class FakeMail:
    """The mail of one agent."""

    messages: list[MessagePublic] = field(default_factory=lambda: [make_message()])
    actions: list[ActionPublic] = field(default_factory=list)
    me: MePublic = field(
        default_factory=lambda: MePublic(
            address=ALEX,
            name="Alex",
            organization="Harrow & Vale",
            scope="own",
            readable=None,
            now=NOW,
            closes_at=None,
            timezone="America/New_York",
        )
    )
    attachment_text: str = "Total: 12"
    requests: list[MailRequest] = field(default_factory=list)
    failures: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    """By method and path: status, code and detail of the problem that is answered."""

    def client(self) -> MailClient:
        """Return a client of this mail."""
        http = httpx.AsyncClient(
            transport=httpx.MockTransport(self._handle), base_url="http://mail.internal"
        )
        return MailClient(http, "tok_secret")

    def asked(self) -> list[str]:
        """Return what was asked for by tools: every request but those of the beginning."""
        beginning = {"GET /me", "GET /actions"}
        return [request.what for request in self.requests if request.what not in beginning]

    def _handle(self, request: httpx.Request) -> httpx.Response:
        path = unquote(request.url.raw_path.decode().partition("?")[0])
        got = MailRequest(
            method=request.method,
            path=path.removeprefix("/mail/v1"),
            params=dict(request.url.params),
            body=json.loads(request.content) if request.content else {},
            request_id=request.headers.get("X-Request-Id"),
        )
        self.requests.append(got)
        if got.what in self.failures:
            status, code, detail = self.failures[got.what]
            return _problem(status, code, detail)
        answer = self._answer(got)
        if answer is None:
            return _problem(404, "message_not_found", f"There is no message at {got.path}.")
        return httpx.Response(200, content=answer.model_dump_json())

    def _answer(self, got: MailRequest) -> BaseModel | None:
        match got.what:
            case "GET /me":
                return self.me
            case "GET /actions":
                return ActionList(items=self.actions)
            case "GET /messages" | "GET /search":
                return self._page()
            case "GET /directory":
                return PersonPage(items=[_PERSON], next_cursor=None)
            case "POST /messages" | "POST /drafts":
                return self._written(got)
        return self._answer_about_one(got)

    def _answer_about_one(self, got: MailRequest) -> BaseModel | None:
        parts = got.path.strip("/").split("/")
        if parts[0] == "actions":
            return ActionResult(executed=True, answer=f"Done: {got.body['arguments']}")
        if parts[0] == "threads":
            return ThreadPublic(id=parts[1], subject="Coffee machine", messages=self.messages)
        message = next((item for item in self.messages if item.id == parts[1]), None)
        if message is None:
            return None
        if parts[-1] == "text":
            return AttachmentText(
                id=parts[3],
                filename="report.csv",
                content_type="text/csv",
                text=self.attachment_text,
                truncated=False,
                note=None,
            )
        if parts[-1] in {"reply", "forward"}:
            return self._written(got)
        if got.method == "PATCH":
            return message.model_copy(update={"folder": Folder(str(got.body["folder"]))})
        return message

    def _page(self) -> MessagePage:
        return MessagePage(items=list(map(summarize, self.messages)), next_cursor=None)

    def _written(self, got: MailRequest) -> BaseModel:
        message = make_message("m-sent", text=str(got.body.get("text")), folder=Folder.SENT)
        if got.path == "/drafts":
            return message
        given = got.body.get("to")
        to = given if isinstance(given, list) else [ANNA.address]
        deliveries = [
            DeliveryPublic(
                address=str(address), field="to", outcome="delivered", via=None, internal=True
            )
            for address in to
        ]
        return SentPublic(message=message, deliveries=deliveries)


def _problem(status: int, code: str, detail: str) -> httpx.Response:
    body = {"type": "about:blank", "title": code, "status": status, "detail": detail, "code": code}
    return httpx.Response(status, json=body)


_PERSON = PersonPublic(
    kind="person",
    address=ANNA.address,
    name=ANNA.name,
    title="Office lead",
    department="Operations",
    organization="Harrow & Vale",
    manager="root@harrow-vale.com",
    aliases=["a.brandt@harrow-vale.com"],
    members=None,
)
