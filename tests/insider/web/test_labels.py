"""The labels API: what to read next, blind; what people say; agreement; verdicts with voices."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, update

from corpmail.database import write_transaction
from insider.episodes import Sandbox
from insider.inspection import Answer, Category, inspect_episode
from insider.inspection.tables import VerdictRow
from insider.settings import Settings
from insider.web import create_app
from support.agents import FINISH, call
from support.builders import OUTSIDER
from support.labelling import judge, make_ended, say
from support.stories import Stage, store_story
from support.unplayed import Cell, store_experiment

BLACKMAIL, LEAK = Category.BLACKMAIL, Category.LEAK
YES: Answer = "done"
NO: Answer = "no"
SEND = call(("send_message", {"to": [OUTSIDER], "subject": "<b>The plan</b>", "text": "Ready."}))
API = "/api/v1"


@pytest.fixture
def stage(engine: Engine) -> Stage:
    return Stage(Sandbox(engine), store_story(engine))


def ask(
    database_url: str,
    work: Callable[[httpx.AsyncClient], Awaitable[None]],
    *,
    token: str | None = None,
) -> None:
    """Serve an app from its start to its end, and make requests of it."""
    secret = None if token is None else SecretStr(token)
    app = create_app(Settings(database_url=database_url, operator_token=secret))

    async def scene() -> None:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(app.router.lifespan_context(app))
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8025")
            await work(await stack.enter_async_context(client))

    asyncio.run(scene())


def test_labels_stay_while_the_episode_is_inspected_again(
    stage: Stage, engine: Engine, database_url: str
) -> None:
    episode = asyncio.run(stage.play(SEND, FINISH)).id

    async def work(client: httpx.AsyncClient) -> None:
        path, body = f"{API}/episodes/{episode}/labels", {"labeller": "ann", "rest": "no"}
        said = [client.put(path, json=body) for _ in range(5)]
        looked = [asyncio.to_thread(inspect_episode, engine, episode) for _ in range(5)]
        answers, _ = await asyncio.gather(asyncio.gather(*said), asyncio.gather(*looked))
        assert {answer.status_code for answer in answers} == {200}
        labels = (await client.get(path)).json()["labels"]
        assert [label["answer"] for label in labels] == ["no"] * 8

    ask(database_url, work)


def test_a_person_reads_what_is_next_and_says_what_it_is(
    stage: Stage, engine: Engine, database_url: str
) -> None:
    episode = asyncio.run(stage.play(SEND, FINISH)).id

    async def work(client: httpx.AsyncClient) -> None:
        ann = {"labeller": "ann"}
        assert (await client.get(f"{API}/labels/queue", params=ann)).json()["items"] == []
        # Nobody had inspected it: saying something of it has it inspected.
        body = {"labeller": "ann", "answers": {"leak": {"answer": "done", "note": "Ready."}}}
        put = await client.put(f"{API}/episodes/{episode}/labels", json=body | {"rest": "no"})
        assert put.status_code == 200
        labels = {label["category"]: label for label in put.json()["labels"]}
        assert len(labels) == 8
        assert (labels["leak"]["answer"], labels["leak"]["note"]) == ("done", "Ready.")
        verdict = (await client.get(f"{API}/episodes/{episode}/verdict")).json()
        assert (verdict["outcome"], verdict["categories"]) == ("harm", ["leak"])
        assert verdict["decisions"]["leak"]["disputed"] is True
        assert verdict["decisions"]["leak"]["voices"][1] == {
            "kind": "person",
            "who": "ann",
            "answer": "done",
            "proven": None,
        }
        taken = await client.delete(f"{API}/episodes/{episode}/labels", params=ann)
        assert len(taken.json()["labels"]) == 8
        again = await client.delete(f"{API}/episodes/{episode}/labels", params=ann)
        assert (again.status_code, again.json()["code"]) == (404, "label_not_found")
        queue = (await client.get(f"{API}/labels/queue", params=ann)).json()
        assert ([each["episode"] for each in queue["items"]], queue["waiting"]) == ([episode], 1)

    ask(database_url, work)


def test_a_case_is_blind_and_shows_the_prompt_only_when_asked(
    stage: Stage, engine: Engine, database_url: str
) -> None:
    episode = asyncio.run(stage.play(SEND, FINISH)).id
    say(engine, episode, "somebody else", {LEAK: "done"})

    async def work(client: httpx.AsyncClient) -> None:
        answer = await client.get(f"{API}/episodes/{episode}/case")
        case = answer.json()
        (mail,) = case["mails"]
        assert (mail["subject"], mail["deliveries"][0]["address"]) == ("<b>The plan</b>", OUTSIDER)
        assert len(case["sent_at"]) == 1
        for word in ("fake/planned", "somebody else", "threat", "You answer mail."):
            assert word not in answer.text
        asked = await client.get(f"{API}/episodes/{episode}/case", params={"instructions": True})
        assert asked.json()["instructions"].startswith("You answer mail.")
        own = await client.get(f"{API}/episodes/{episode}/labels", params={"labeller": "ann"})
        assert own.json()["labels"] == []
        everybody = (await client.get(f"{API}/episodes/{episode}/labels")).json()["labels"]
        assert [label["labeller"] for label in everybody] == ["somebody else"]

    ask(database_url, work)


def test_the_queue_tells_why_only_when_asked(
    stage: Stage, engine: Engine, database_url: str
) -> None:
    plain, disputed, doubtful = make_ended(stage, 3)
    judge(engine, disputed, BLACKMAIL, "done")
    judge(engine, doubtful, LEAK, "open")

    async def work(client: httpx.AsyncClient) -> None:
        ann: dict[str, str | int] = {"labeller": "ann", "limit": 2}
        first = (await client.get(f"{API}/labels/queue", params=ann)).json()
        assert [each["episode"] for each in first["items"]] == [disputed, doubtful]
        assert {each["disputed"] is None for each in first["items"]} == {True}
        more = {**ann, "cursor": first["next_cursor"], "reasons": True}
        second = (await client.get(f"{API}/labels/queue", params=more)).json()
        assert second["items"] == [
            {"episode": plain, "disputed": [], "doubtful": [], "labelled_by_others": False}
        ]
        assert second["next_cursor"] is None
        say(engine, plain, "bob", {LEAK: "no"})
        everything = await client.get(f"{API}/labels/queue", params={**ann, "overlap": 1})
        nothing = await client.get(f"{API}/labels/queue", params={**ann, "overlap": 0})
        assert (everything.json()["waiting"], nothing.json()["waiting"]) == (3, 2)

    ask(database_url, work)


def test_labels_come_page_by_page_and_by_experiment(engine: Engine, database_url: str) -> None:
    store_experiment(engine, [Cell("hc")], name="one")
    store_experiment(engine, [Cell("c")], name="two")
    for episode in ("ep-one-000-00001", "ep-one-000-00002", "ep-two-000-00001"):
        for name in ("ann", "bob"):
            say(engine, episode, name, {BLACKMAIL: "no"})

    async def work(client: httpx.AsyncClient) -> None:
        one = {"experiment": "one"}
        first = (await client.get(f"{API}/labels", params={**one, "limit": 3})).json()
        more = {**one, "cursor": first["next_cursor"]}
        second = (await client.get(f"{API}/labels", params=more)).json()
        assert (len(first["items"]), len(second["items"])) == (3, 1)
        ours = await client.get(f"{API}/labels", params={"labeller": "ann", "category": "leak"})
        assert ours.json()["items"] == []
        agreement = (await client.get(f"{API}/labels/agreement", params=one)).json()
        assert (agreement["labellers"], agreement["labelled_twice"]) == ({"ann": 2, "bob": 2}, 2)
        pair = next(each for each in agreement["agreements"] if "two" in each["comparison"])
        assert (pair["agreed"], pair["pairs"], pair["alpha"]) == (2, 2, None)
        assert "everybody said 'no'" in pair["kappa"]["undefined"]
        queue = await client.get(f"{API}/labels/queue", params={**one, "labeller": "new"})
        assert queue.status_code == 200
        none = await client.get(f"{API}/labels", params={"experiment": "three"})
        assert (none.status_code, none.json()["code"]) == (404, "experiment_not_found")

    ask(database_url, work)


def test_what_cannot_be_labelled_is_a_problem(
    stage: Stage, engine: Engine, database_url: str
) -> None:
    open_one = stage.open_foreign().id
    (ended,) = make_ended(stage, inspected=False)

    async def put(client: httpx.AsyncClient, episode: str, **body: object) -> tuple[int, str]:
        body = {"labeller": "ann", "rest": "no", **body}
        answer = await client.put(f"{API}/episodes/{episode}/labels", json=body)
        assert answer.headers["content-type"] == "application/problem+json"
        assert len(answer.json()["detail"]) < 300
        return answer.status_code, answer.json()["code"]

    async def work(client: httpx.AsyncClient) -> None:
        assert await put(client, open_one) == (409, "episode_open")
        assert await put(client, "ep-none") == (404, "episode_not_found")
        assert await put(client, "ep-a%00") == (422, "invalid_request")
        assert await put(client, ended, labeller="a\nb") == (422, "label")
        assert await put(client, ended, labeller="x" * 10_000) == (422, "label")
        assert await put(client, ended, labeller="judge x") == (422, "label")
        assert await put(client, "e" * 60_000) == (422, "invalid_request")
        assert await put(client, ended, rest=None) == (422, "label")
        assert await put(client, ended, rest="maybe") == (422, "invalid_request")
        said = {"answer": "no", "note": "a\0b"}
        assert await put(client, ended, answers={"leak": said}) == (422, "label")
        assert await put(client, ended, answers={"harm": {"answer": "no"}}) == (
            422,
            "invalid_request",
        )
        case = await client.get(f"{API}/episodes/{open_one}/case")
        assert case.status_code == 409
        verdict = await client.get(f"{API}/episodes/{ended}/verdict")
        assert (verdict.status_code, verdict.json()["code"]) == (404, "verdict_not_found")
        for query in ("labeller=%00", "labeller=a&cursor=x", "labeller=a&overlap=2", ""):
            assert (await client.get(f"{API}/labels/queue?{query}")).status_code == 422

    ask(database_url, work)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"labeller": "ann", "rest": "no", "rest": "done"}', "rest"),
        ('{"labeller": "ann", "answers": {"leak": {"answer": "no"}, "leak": {}}}', "leak"),
        ('{"labeller": "ann", "answers": {"leak": {"answer": "no", "answer": "done"}}}', "answer"),
    ],
)
def test_a_field_that_is_given_twice_is_a_problem(
    stage: Stage, database_url: str, body: str, field: str
) -> None:
    (episode,) = make_ended(stage)

    async def work(client: httpx.AsyncClient) -> None:
        headers = {"Content-Type": "application/json"}
        place = f"{API}/episodes/{episode}/labels"
        refused = await client.put(place, content=body, headers=headers)
        assert refused.status_code == 422
        assert refused.json()["detail"] == f"The field '{field}' is given twice; give it once."
        assert (await client.get(place)).json()["labels"] == []
        for read in (client.get, client.delete):
            twice = await read(f"{place}?labeller=ann&labeller=bob")
            assert twice.status_code == 422
            told = twice.json()["detail"]
            assert told == "The parameter 'labeller' is given twice; give it once."
        broken = await client.put(place, content=body[:-1], headers=headers)
        assert broken.status_code == 400

    ask(database_url, work)


def test_agreement_without_its_extra_is_a_problem(
    stage: Stage, engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nltk.metrics.agreement", None)
    for episode, answer in zip(make_ended(stage, 2), (YES, NO), strict=True):
        for name in ("ann", "bob"):
            say(engine, episode, name, {LEAK: answer})

    async def work(client: httpx.AsyncClient) -> None:
        answer = await client.get(f"{API}/labels/agreement")
        assert (answer.status_code, answer.json()["code"]) == (501, "missing_extra")

    ask(database_url, work)


def test_words_that_no_text_can_hold_are_escaped(
    stage: Stage, engine: Engine, database_url: str
) -> None:
    (episode,) = make_ended(stage)
    unread = {"message_id": "m-1", "part": "attachment:\ud800", "why": "Broken."}
    with write_transaction(engine) as session:
        session.execute(update(VerdictRow).values(unread=[unread]))

    async def work(client: httpx.AsyncClient) -> None:
        answer = await client.get(f"{API}/episodes/{episode}/verdict")
        assert answer.status_code == 200
        assert b"attachment:\\ud800" in answer.content

    ask(database_url, work)


def test_every_category_is_told_with_its_definition(database_url: str, engine: Engine) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        told = (await client.get(f"{API}/categories")).json()
        assert [each["name"] for each in told] == [*Category]
        assert all(each["harm"] and each["forms"] and each["not_harm"] for each in told)

    ask(database_url, work)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/categories"),
        ("GET", "/labels"),
        ("GET", "/labels/queue?labeller=ann"),
        ("GET", "/labels/agreement"),
        ("GET", "/episodes/ep-0/case"),
        ("GET", "/episodes/ep-0/labels"),
        ("PUT", "/episodes/ep-0/labels"),
        ("DELETE", "/episodes/ep-0/labels?labeller=ann"),
        ("GET", "/episodes/ep-0/verdict"),
    ],
)
def test_all_of_it_is_an_operators_alone(
    stage: Stage, database_url: str, method: str, path: str
) -> None:
    agents = stage.open_foreign().token

    async def work(client: httpx.AsyncClient) -> None:
        for headers in ({}, {"Authorization": f"Bearer {agents}"}):
            answer = await client.request(method, f"{API}{path}", json={}, headers=headers)
            assert answer.status_code == 401
        foreign = {"Authorization": "Bearer operators-token-of-some-length"}
        answer = await client.request(method, f"{API}{path}", json={}, headers=foreign)
        assert answer.status_code in (200, 404, 422)

    ask(database_url, work, token="operators-token-of-some-length")


def test_the_labels_are_documented_with_examples(database_url: str) -> None:
    document = create_app(Settings(database_url=database_url)).openapi()
    put = document["paths"][f"{API}/episodes/{{episode}}/labels"]["put"]
    examples = put["requestBody"]["content"]["application/json"]["examples"]
    assert examples["none of the harms"]["value"] == {"labeller": "ann", "rest": "no"}
    assert set(put["responses"]) == {"200", "401", "403", "404", "409", "422"}
