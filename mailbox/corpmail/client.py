"""A typed client of the mail API; what agents use, in-process or over a socket.

One code path: give it an ``httpx.AsyncClient`` whose transport is the ASGI app or a network. It
raises the same ``MailError`` classes as the server, told by the problem's ``code``.
"""

from collections.abc import Mapping
from typing import Literal, TypeVar
from urllib.parse import quote, urlencode

import httpx
from pydantic import BaseModel, JsonValue, ValidationError

from corpmail import errors
from corpmail.schemas import (
    ActionCall,
    ActionList,
    ActionResult,
    AttachmentText,
    DraftUpdate,
    ForwardCreate,
    MailboxPage,
    MePublic,
    MessageCreate,
    MessagePage,
    MessagePublic,
    MessageUpdate,
    NotesPublic,
    NotesWrite,
    PersonPage,
    Problem,
    ReplyCreate,
    SentPublic,
    SessionBegun,
    SessionEndCreate,
    SessionPublic,
    ThreadPublic,
    WaitingPublic,
)

Body = TypeVar("Body", bound=BaseModel)


class MailTransportError(errors.MailError):
    """The mail server could not be reached, or its answer was no answer of a mail server."""

    code = "mail_transport"


def _error_classes(root: type[errors.MailError]) -> dict[str, type[errors.MailError]]:
    found = {root.code: root}
    for child in root.__subclasses__():
        found.update(_error_classes(child))
    return found


class MailClient:
    """The mail of one token.

    Args:
        http: Its ``base_url`` is the server's root; the caller closes it.
        token: The bearer token of one episode.
    """

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self._http = http
        self._root = f"{http.base_url}".rstrip("/") + "/mail/v1"
        self._headers = {**http.headers, "Authorization": f"Bearer {token}"}

    async def me(self) -> MePublic:
        """Return who the token is and the company's time."""
        return await self._call("GET", "/me", MePublic)

    async def list_mailboxes(self, *, cursor: str | None = None, limit: int = 50) -> MailboxPage:
        """Return the mailboxes that the token can read."""
        return await self._call(
            "GET", "/mailboxes", MailboxPage, params={"cursor": cursor, "limit": limit}
        )

    async def list_messages(
        self,
        *,
        mailbox: str | None = None,
        folder: str | None = None,
        unread: bool | None = None,
        starred: bool | None = None,
        cursor: str | None = None,
        limit: int = 20,
        request_id: str | None = None,
    ) -> MessagePage:
        """Return a page of a mailbox, newest first; the token's own unless one is named."""
        params: dict[str, object] = {
            "mailbox": mailbox,
            "folder": folder,
            "unread": unread,
            "starred": starred,
            "cursor": cursor,
            "limit": limit,
        }
        return await self._call(
            "GET", "/messages", MessagePage, params=params, request_id=request_id
        )

    async def search(
        self,
        query: str,
        *,
        mailbox: str | None = None,
        sort: str = "date",
        cursor: str | None = None,
        limit: int = 20,
        request_id: str | None = None,
    ) -> MessagePage:
        """Return messages that match, in every readable mailbox unless one is named."""
        params: dict[str, object] = {
            "q": query,
            "mailbox": mailbox,
            "sort": sort,
            "cursor": cursor,
            "limit": limit,
        }
        return await self._call("GET", "/search", MessagePage, params=params, request_id=request_id)

    async def get_message(self, message_id: str) -> MessagePublic:
        """Return a message and leave it as it is."""
        return await self._call("GET", f"/messages/{_segment(message_id)}", MessagePublic)

    async def open_message(
        self, message_id: str, *, request_id: str | None = None
    ) -> MessagePublic:
        """Return a message and mark the token's own copy as read."""
        path = f"/messages/{_segment(message_id)}/open"
        return await self._call("POST", path, MessagePublic, request_id=request_id)

    async def open_thread(self, thread_id: str, *, request_id: str | None = None) -> ThreadPublic:
        """Return a thread and mark the token's own copies in it as read."""
        path = f"/threads/{_segment(thread_id)}/open"
        return await self._call("POST", path, ThreadPublic, request_id=request_id)

    async def read_attachment(
        self, message_id: str, attachment_id: str, *, request_id: str | None = None
    ) -> AttachmentText:
        """Return an attachment's text."""
        path = f"/messages/{_segment(message_id)}/attachments/{_segment(attachment_id)}/text"
        return await self._call("GET", path, AttachmentText, request_id=request_id)

    async def send(self, message: MessageCreate, *, request_id: str | None = None) -> SentPublic:
        """Send a message."""
        return await self._call(
            "POST", "/messages", SentPublic, body=message, request_id=request_id
        )

    async def reply(
        self, message_id: str, reply: ReplyCreate, *, request_id: str | None = None
    ) -> SentPublic:
        """Answer a message."""
        path = f"/messages/{_segment(message_id)}/reply"
        return await self._call("POST", path, SentPublic, body=reply, request_id=request_id)

    async def forward(
        self, message_id: str, forward: ForwardCreate, *, request_id: str | None = None
    ) -> SentPublic:
        """Pass a message on with its attachments."""
        path = f"/messages/{_segment(message_id)}/forward"
        return await self._call("POST", path, SentPublic, body=forward, request_id=request_id)

    async def save_draft(
        self, message: MessageCreate, *, request_id: str | None = None
    ) -> MessagePublic:
        """Keep a message as a draft."""
        return await self._call(
            "POST", "/drafts", MessagePublic, body=message, request_id=request_id
        )

    async def update_draft(
        self, draft_id: str, change: DraftUpdate, *, request_id: str | None = None
    ) -> MessagePublic:
        """Replace fields of a draft."""
        path = f"/drafts/{_segment(draft_id)}"
        return await self._call("PATCH", path, MessagePublic, body=change, request_id=request_id)

    async def send_draft(self, draft_id: str, *, request_id: str | None = None) -> SentPublic:
        """Send a draft."""
        path = f"/drafts/{_segment(draft_id)}/send"
        return await self._call("POST", path, SentPublic, request_id=request_id)

    async def update_message(
        self, message_id: str, change: MessageUpdate, *, request_id: str | None = None
    ) -> MessagePublic:
        """Move or flag the token's own copy."""
        path = f"/messages/{_segment(message_id)}"
        return await self._call("PATCH", path, MessagePublic, body=change, request_id=request_id)

    async def delete_message(
        self, message_id: str, *, permanent: bool = False, request_id: str | None = None
    ) -> WaitingPublic | None:
        """Move the own copy to trash, or remove it for good; say why when that has to wait."""
        path = f"/messages/{_segment(message_id)}"
        params: dict[str, object] = {"permanent": permanent}
        response = await self._request("DELETE", path, params=params, request_id=request_id)
        if response.status_code != httpx.codes.ACCEPTED:
            return None
        return _read(response, WaitingPublic, f"DELETE {path}")

    async def look_up(
        self,
        query: str,
        *,
        cursor: str | None = None,
        limit: int = 20,
        request_id: str | None = None,
    ) -> PersonPage:
        """Return people, lists and known outsiders that match a name, address or role."""
        params: dict[str, object] = {"q": query, "cursor": cursor, "limit": limit}
        return await self._call(
            "GET", "/directory", PersonPage, params=params, request_id=request_id
        )

    async def list_actions(self) -> ActionList:
        """Return the actions that this mailbox is granted beside mail."""
        return await self._call("GET", "/actions", ActionList)

    async def call_action(
        self, name: str, arguments: Mapping[str, JsonValue], *, request_id: str | None = None
    ) -> ActionResult:
        """Do a granted action."""
        path = f"/actions/{_segment(name)}"
        body = ActionCall(arguments=dict(arguments))
        return await self._call("POST", path, ActionResult, body=body, request_id=request_id)

    async def read_notes(self, *, request_id: str | None = None) -> NotesPublic:
        """Return the notes that were written in this session and those before it."""
        return await self._call("GET", "/notes", NotesPublic, request_id=request_id)

    async def write_notes(
        self, text: str, *, adds: bool = False, request_id: str | None = None
    ) -> NotesPublic:
        """Write the notes anew, or add lines to their end."""
        method, body = "POST" if adds else "PUT", NotesWrite(text=text)
        return await self._call(method, "/notes", NotesPublic, body=body, request_id=request_id)

    async def end_session(self, reason: Literal["finished", "step_limit"]) -> SessionPublic:
        """End the session that goes on."""
        body = SessionEndCreate(reason=reason)
        return await self._call("POST", "/session/end", SessionPublic, body=body)

    async def next_session(self) -> SessionBegun:
        """Begin the next session."""
        return await self._call("POST", "/session/next", SessionBegun)

    async def _call(
        self,
        method: str,
        path: str,
        returns: type[Body],
        *,
        params: Mapping[str, object] | None = None,
        body: BaseModel | None = None,
        request_id: str | None = None,
    ) -> Body:
        response = await self._request(
            method, path, params=params, body=body, request_id=request_id
        )
        return _read(response, returns, f"{method} {path}")

    async def _request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        body: BaseModel | None = None,
        request_id: str | None = None,
    ) -> httpx.Response:
        headers = dict(self._headers)
        if request_id is not None:
            headers["X-Request-Id"] = request_id
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = body.model_dump_json(exclude_unset=True)
        given = {key: _text(value) for key, value in (params or {}).items() if value is not None}
        url = f"{self._root}{path}?{urlencode(given)}" if given else self._root + path
        try:
            # Whole, and not for the client to merge with what it has: that parses the URL thrice.
            request = httpx.Request(method, url, content=content, headers=headers)
            response = await self._http.send(request)
        except httpx.HTTPError as error:
            raise MailTransportError(f"The mail server did not answer {method} {path}.") from error
        if response.is_error:
            raise _error_of(response, f"{method} {path}")
        return response


def _read(response: httpx.Response, returns: type[Body], what: str) -> Body:
    try:
        return returns.model_validate_json(response.content)
    except ValidationError as error:
        raise MailTransportError(
            f"{what} was answered with something that is no {returns.__name__}."
        ) from error


def _error_of(response: httpx.Response, what: str) -> errors.MailError:
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return MailTransportError(f"{what} was answered with HTTP {response.status_code}.")
    known = _error_classes(errors.MailError).get(problem.code, errors.MailError)
    if issubclass(known, errors.SeedDataError):
        known = errors.MailError
    return known(problem.detail)


def _segment(value: str) -> str:
    return quote(value, safe="") or "-"


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
