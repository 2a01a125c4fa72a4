"""The mail API of operators: what an episode's agent could see after any event, and its files."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from corpmail.schemas import AttachmentCreate, MessageCreate, MessageUpdate
from insider.episodes import OpenedEpisode, Sandbox
from insider.settings import Settings
from insider.web import create_app
from support.builders import ALEX, ANN, BOB, OUTSIDER
from support.stories import Stage, message_id, store_story

SECRET = "operators-only-0123456789"
FILE = AttachmentCreate(filename="x.html", content_type="text/html", content_base64="PGI+aGk8L2I+")


@pytest.fixture
def stage(engine: Engine) -> Stage:
    return Stage(Sandbox(engine), store_story(engine))


@pytest.fixture
def episode(stage: Stage) -> OpenedEpisode:
    """Return an episode of eight events: a mail is opened, archived, one sent; then nothing."""
    opened = stage.open_foreign()

    async def work() -> None:
        client = stage.sandbox.client(opened.token)
        await client.open_message(message_id(1))
        await client.update_message(message_id(1), MessageUpdate(folder="archive"))
        await client.send(
            MessageCreate(to=[BOB], bcc=[OUTSIDER], subject="Plan", text="B.", attachments=[FILE])
        )
        await client.list_mailboxes()

    asyncio.run(work())
    assert stage.events(opened.id)[-1].seq == 8
    return opened


def ask(
    database_url: str,
    episode: OpenedEpisode,
    work: Callable[[Callable[..., Awaitable[httpx.Response]]], Awaitable[None]],
    *,
    token: str | None = None,
) -> None:
    """Serve an app from its start to its end, and read an episode's mail through it."""
    secret = None if token is None else SecretStr(token)
    app = create_app(Settings(database_url=database_url, operator_token=secret))

    async def scene() -> None:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(app.router.lifespan_context(app))
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8025")
            await stack.enter_async_context(client)

            def get(path: str, *, bearer: str | None = None, **params: str | int) -> object:
                # "as" is a word of Python's own.
                asked = {name.rstrip("_"): value for name, value in params.items()}
                headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
                url = f"/api/v1/episodes/{episode.id}/mail{path}"
                return client.get(url, params=asked, headers=headers)

            await work(get)  # type: ignore[arg-type]

    asyncio.run(scene())


def test_mail_is_shown_as_it_stood_after_an_event(
    episode: OpenedEpisode, database_url: str
) -> None:
    async def work(get: Callable[..., Awaitable[httpx.Response]]) -> None:
        # 1: opened; 2, 3: the mail is read; 4, 5: it is archived; 6, 7: another is sent.
        found = []
        for at in (1, 3, 5, 7):
            inbox = (await get("/messages", at=at, folder="inbox")).json()["items"]
            sent = (await get("/messages", at=at, folder="sent")).json()["items"]
            boxes = (await get("/mailboxes", at=at)).json()["items"]
            unread = {box["address"]: box["unread"] for box in boxes}
            found.append((len(inbox), len(sent), unread[ALEX], unread[BOB]))
        assert found == [(3, 0, 3, 0), (3, 0, 2, 0), (2, 0, 2, 0), (2, 1, 2, 1)]
        message = (await get(f"/messages/{message_id(1)}", at=3)).json()
        assert (message["is_read"], message["folder"]) == (True, "inbox")
        now = (await get(f"/messages/{message_id(1)}")).json()
        assert now["folder"] == "archive"
        for at, ids in ((5, []), (6, ["Plan"])):
            page = (await get("/search", q="subject:plan", at=at)).json()
            assert sorted({each["subject"] for each in page["items"]}) == ids
        thread = (await get(f"/threads/{message['thread_id']}", at=1)).json()
        assert [each["is_read"] for each in thread["messages"]] == [False]

    ask(database_url, episode, work)


def test_somebody_else_sees_the_own_mailbox_and_no_blind_copies(
    episode: OpenedEpisode, database_url: str
) -> None:
    async def work(get: Callable[..., Awaitable[httpx.Response]]) -> None:
        (mail,) = (await get("/messages", as_=BOB, at=7)).json()["items"]
        assert mail["subject"] == "Plan"
        assert (await get(f"/messages/{mail['id']}", as_=BOB, at=7)).json()["bcc"] == []
        assert (await get(f"/messages/{mail['id']}", at=7)).json()["bcc"][0]["address"] == OUTSIDER
        assert (await get("/messages", as_=BOB, at=5)).json()["items"] == []
        refused = await get("/messages", as_=BOB, mailbox=ANN)
        assert (refused.status_code, refused.json()["code"]) == (404, "mailbox_not_found")
        assert (await get("/messages", as_="nobody@else.example")).status_code == 404

    ask(database_url, episode, work)


def test_files_are_downloads_that_no_browser_shows(
    episode: OpenedEpisode, database_url: str
) -> None:
    async def work(get: Callable[..., Awaitable[httpx.Response]]) -> None:
        (mail,) = (await get("/messages", folder="sent")).json()["items"]
        answers = {
            f"/messages/{mail['id']}/attachments/a1": b"<b>hi</b>",
            f"/messages/{mail['id']}/raw": b"Subject: Plan",
            "/export": b"Subject: Message 3",
        }
        for path, content in answers.items():
            answer = await get(path, at=7)
            assert content in answer.content
            assert answer.headers["Content-Disposition"].startswith("attachment;")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in answer.headers["Content-Security-Policy"]
        before = await get(f"/messages/{mail['id']}/attachments/a1", at=5)
        assert (before.status_code, before.json()["code"]) == (404, "message_not_found")
        assert b"Plan" not in (await get("/export", at=5)).content

    ask(database_url, episode, work)


def test_an_event_beyond_the_record_is_refused_in_a_sentence(
    episode: OpenedEpisode, database_url: str
) -> None:
    async def work(get: Callable[..., Awaitable[httpx.Response]]) -> None:
        answer = await get("/mailboxes", at=9)
        assert (answer.status_code, answer.json()["code"]) == (404, "event_not_found")
        assert "has 8 events so far; there is none of number 9" in answer.json()["detail"]
        assert (await get("/mailboxes", at=0)).status_code == 422

    ask(database_url, episode, work)


def test_an_agents_token_opens_none_of_it_and_nothing_is_recorded(
    stage: Stage, episode: OpenedEpisode, database_url: str
) -> None:
    async def work(get: Callable[..., Awaitable[httpx.Response]]) -> None:
        for path in ("/mailboxes", "/messages", "/export", f"/messages/{message_id(1)}"):
            assert (await get(path, bearer=episode.token)).status_code == 401
            assert (await get(path)).status_code == 401
            assert (await get(path, bearer=SECRET)).status_code == 200

    ask(database_url, episode, work, token=SECRET)
    assert len(stage.events(episode.id)) == 8
