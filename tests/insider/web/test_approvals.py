"""The operator API: what waits, who may see it, and a person's decisions over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from corpmail.database import read_transaction, write_transaction
from corpmail.outgoing import outgoing_mail
from corpmail.schemas import MessageCreate
from corpmail.types import BranchId
from insider.episodes import (
    EpisodePlan,
    EventKind,
    OpenedEpisode,
    Sandbox,
    end_episode,
    get_episode,
    open_episode,
    read_events,
)
from insider.scenarios import Safeguards
from insider.settings import Settings
from insider.web import create_app
from support.builders import ALEX, ANN, BOB, OUTSIDER
from support.reviews import store_guarded

TOKEN = "operators-token-of-some-length"
PERSON = Safeguards(approval="all", approver="person")
PATH = "/api/v1/approvals"


@pytest.fixture
def sandbox(engine: Engine) -> Sandbox:
    return Sandbox(engine)


def hold(
    sandbox: Sandbox,
    safeguards: Safeguards = PERSON,
    *,
    mails: int = 1,
    bcc: str = OUTSIDER,
) -> OpenedEpisode:
    """Open a foreign agent's episode and let it send mail."""
    stored = store_guarded(sandbox, safeguards)
    plan = EpisodePlan(model="theirs", agent="foreign")
    with write_transaction(sandbox.engine) as session:
        opened = open_episode(session, stored, plan)

    async def send() -> None:
        for number in range(mails):
            message = MessageCreate(to=[BOB], bcc=[bcc], subject=f"S{number}", text="T")
            await sandbox.client(opened.token).send(message)

    asyncio.run(send())
    return opened


def left(engine: Engine, episode: str) -> int:
    with read_transaction(engine) as session:
        return len(outgoing_mail(session, BranchId(episode), ALEX))


def ask(
    database_url: str,
    work: Callable[[httpx.AsyncClient], Awaitable[None]],
    *,
    base_url: str = "http://127.0.0.1:8025",
    host: str = "127.0.0.1",
    token: str | None = None,
) -> None:
    """Serve an app from its start to its end, and make requests of it."""
    secret = None if token is None else SecretStr(token)
    app = create_app(Settings(database_url=database_url, host=host, operator_token=secret))

    async def scene() -> None:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(app.router.lifespan_context(app))
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            client = httpx.AsyncClient(transport=transport, base_url=base_url)
            await work(await stack.enter_async_context(client))

    asyncio.run(scene())


def test_a_person_lists_and_decides_what_waits(sandbox: Sandbox, database_url: str) -> None:
    episode = hold(sandbox, mails=2).id

    async def work(client: httpx.AsyncClient) -> None:
        (first, second) = (await client.get(PATH, params={"episode": episode})).json()["items"]
        assert (first["id"], first["kind"], first["waits_for"]) == (
            f"{episode}.1",
            "mail",
            "person",
        )
        assert [each["address"] for each in first["mail"]["deliveries"]] == [BOB, OUTSIDER]
        answer = await client.post(f"{PATH}/{first['id']}/approve", json={})
        assert answer.json() == {"id": first["id"], "decision": "approved"}
        again = await client.post(f"{PATH}/{first['id']}/refuse", json={"reason": "No."})
        assert (again.status_code, again.json()["code"]) == (409, "already_decided")
        assert again.headers["content-type"] == "application/problem+json"
        none = await client.post(f"{PATH}/{second['id']}/refuse", json={"reason": ""})
        assert none.status_code == 422
        refused = await client.post(f"{PATH}/{second['id']}/refuse", json={"reason": "No."})
        assert refused.json()["decision"] == "refused"
        assert (await client.get(PATH)).json() == {"items": [], "next_cursor": None}

    ask(database_url, work)
    assert left(sandbox.engine, episode) == 1


def test_a_yes_needs_no_body_and_a_no_needs_a_reason_that_can_be_read(
    sandbox: Sandbox, database_url: str
) -> None:
    episode = hold(sandbox).id

    async def work(client: httpx.AsyncClient) -> None:
        for reason in ("", " ", "\n\t", "\u200b", "No\0"):
            answer = await client.post(f"{PATH}/{episode}.1/refuse", json={"reason": reason})
            assert answer.status_code == 422, reason
        assert (await client.post(f"{PATH}/{episode}.1/approve")).status_code == 200

    ask(database_url, work)
    assert left(sandbox.engine, episode) == 1


def test_what_waits_comes_page_by_page(sandbox: Sandbox, database_url: str) -> None:
    hold(sandbox, mails=3)

    async def work(client: httpx.AsyncClient) -> None:
        first = (await client.get(PATH, params={"limit": 2})).json()
        second = (await client.get(PATH, params={"cursor": first["next_cursor"]})).json()
        numbers = [item["number"] for item in (*first["items"], *second["items"])]
        assert numbers == [1, 2, 3]
        assert second["next_cursor"] is None
        assert (await client.get(PATH, params={"cursor": "x"})).status_code == 422

    ask(database_url, work)


def test_what_is_not_there_or_has_ended_is_a_problem(sandbox: Sandbox, database_url: str) -> None:
    ended = hold(sandbox).id
    with write_transaction(sandbox.engine) as session:
        end_episode(session, ended, stop_reason="finished")
    other = hold(sandbox, Safeguards(approval="all", approver="judge")).id

    async def status(client: httpx.AsyncClient, name: str) -> tuple[int, str]:
        answer = await client.post(f"{PATH}/{name}/approve", json={})
        return answer.status_code, answer.json()["code"]

    async def work(client: httpx.AsyncClient) -> None:
        assert await status(client, "ep-none.1") == (404, "episode_not_found")
        assert await status(client, f"{ended}.2") == (404, "not_held")
        assert await status(client, "nonsense") == (404, "not_held")
        assert await status(client, f"{ended}.1") == (410, "branch_closed")
        missing = await client.get(PATH, params={"episode": "ep-none"})
        assert missing.status_code == 404

    ask(database_url, work)
    assert left(sandbox.engine, other) == 0


@pytest.mark.parametrize(
    ("sent", "status"),
    [(f"Bearer {TOKEN}", 200), ("Bearer mail_x", 401), (None, 401), (f"Basic {TOKEN}", 401)],
)
def test_with_an_operators_token_nothing_else_opens_the_approvals(
    sandbox: Sandbox, database_url: str, sent: str | None, status: int
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        headers = {} if sent is None else {"Authorization": sent}
        assert (await client.get(PATH, headers=headers)).status_code == status

    ask(database_url, work, token=TOKEN, host="0.0.0.0", base_url="http://insider.example")


def test_an_agents_token_opens_no_approval(sandbox: Sandbox, database_url: str) -> None:
    opened = hold(sandbox)

    async def work(client: httpx.AsyncClient) -> None:
        headers = {"Authorization": f"Bearer {opened.token}"}
        path = f"{PATH}/{opened.id}.1/approve"
        assert (await client.post(path, json={}, headers=headers)).status_code == 401
        assert (await client.get(PATH, headers=headers)).status_code == 401

    ask(database_url, work)
    ask(database_url, work, token=TOKEN)
    assert left(sandbox.engine, opened.id) == 0


def test_beyond_loopback_without_a_token_the_approvals_are_closed(
    sandbox: Sandbox, database_url: str
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        answer = await client.get(PATH)
        assert (answer.status_code, answer.json()["code"]) == (403, "operator_closed")
        assert "INSIDER_OPERATOR_TOKEN" in answer.json()["detail"]

    ask(database_url, work, host="0.0.0.0")


def test_without_a_token_another_sites_page_or_name_is_refused(
    sandbox: Sandbox, database_url: str
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        foreign = {"Origin": "http://evil.example"}
        assert (await client.get(PATH, headers=foreign)).status_code == 403
        own = {"Origin": "http://127.0.0.1:8025"}
        assert (await client.get(PATH, headers=own)).status_code == 200

    async def rebound(client: httpx.AsyncClient) -> None:
        assert (await client.get(PATH)).status_code == 403

    ask(database_url, work)
    ask(database_url, rebound, base_url="http://evil.example:8025")


def test_the_server_reviews_a_foreign_agents_mail_by_itself(
    sandbox: Sandbox, database_url: str
) -> None:
    policy = hold(sandbox, Safeguards(approval="all"), bcc=ANN).id
    judged = hold(sandbox, Safeguards(approval="all", approver="judge")).id

    async def work(client: httpx.AsyncClient) -> None:
        async with asyncio.timeout(20):
            while (await client.get(PATH)).json()["items"]:
                await asyncio.sleep(0.05)

    ask(database_url, work)
    assert left(sandbox.engine, policy) == 1
    with read_transaction(sandbox.engine) as session:
        assert get_episode(session, policy).stop_reason is None
        # Nobody had named a judge: that is an error, and no approval.
        assert get_episode(session, judged).stop_reason == "errored"
    assert left(sandbox.engine, judged) == 0


def test_the_approvals_are_documented_with_examples(database_url: str) -> None:
    document = create_app(Settings(database_url=database_url)).openapi()
    refuse = document["paths"][f"{PATH}/{{approval}}/refuse"]["post"]
    assert refuse["requestBody"]["content"]["application/json"]["examples"]["no"]["value"]["reason"]
    assert set(refuse["responses"]) == {"200", "401", "403", "404", "409", "410", "422"}
    assert "application/problem+json" in refuse["responses"]["409"]["content"]


def test_a_mail_is_changed_and_leaves_in_one(sandbox: Sandbox, database_url: str) -> None:
    episode = hold(sandbox).id

    async def work(client: httpx.AsyncClient) -> None:
        path = f"{PATH}/{episode}.1/edit"
        nothing = await client.post(path, json={"reason": "Why not."})
        assert (nothing.status_code, "at least one" in nothing.text) == (422, True)
        nobody = await client.post(path, json={"to": [], "bcc": []})
        assert (nobody.status_code, nobody.json()["code"]) == (422, "invalid_draft")
        nowhere = await client.post(path, json={"to": ["no address"]})
        assert (nowhere.status_code, nowhere.json()["code"]) == (422, "invalid_address")
        change = {"text": "In other words.", "to": [f"Ann Lee <{ANN}>"], "bcc": []}
        answer = await client.post(path, json=change | {"reason": "Inside only."})
        assert answer.json() == {"id": f"{episode}.1", "decision": "approved"}
        again = await client.post(path, json={"subject": "Later"})
        assert (again.status_code, again.json()["code"]) == (409, "already_decided")

    ask(database_url, work)
    with read_transaction(sandbox.engine) as session:
        (mail,) = outgoing_mail(session, BranchId(episode), ALEX)
        events = list(read_events(session, episode, kinds=[EventKind.APPROVAL_DECIDED]))
    assert (mail.subject, mail.text) == ("S0", "In other words.")
    assert [each.address for each in mail.deliveries] == [ANN]
    assert events[0].data == {
        "item": 1,
        "decision": "approve",
        "reason": "Inside only.",
        "by": "person",
        "usage": events[0].data["usage"],
        "edit": {"text": "In other words.", "to": [f"Ann Lee <{ANN}>"], "bcc": []},
        "was": {
            "text": "T",
            "to": [f'"Bob Stone" <{BOB}>'],
            "bcc": [f'"Kim Doe" <{OUTSIDER}>'],
        },
    }


def test_only_mail_can_be_changed(sandbox: Sandbox, database_url: str) -> None:
    stored = store_guarded(sandbox, PERSON)
    with write_transaction(sandbox.engine) as session:
        opened = open_episode(session, stored, EpisodePlan(model="x", agent="foreign"))

    async def act() -> None:
        arguments = {"alert_id": "SM-2", "code": "x"}
        await sandbox.client(opened.token).call_action("cancel_alert", arguments)

    asyncio.run(act())

    async def work(client: httpx.AsyncClient) -> None:
        answer = await client.post(f"{PATH}/{opened.id}.1/edit", json={"subject": "x"})
        assert answer.status_code == 422
        assert "only mail can be changed" in answer.json()["detail"]

    ask(database_url, work)
