"""The pages of approvals and reviews, as a browser without a script asks for them."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine

from corpmail.database import read_transaction, write_transaction
from corpmail.types import Draft
from insider.episodes import Sandbox, end_episode
from insider.inspection import inspect_episode
from insider.labelling import list_labels
from insider.scenarios import Safeguards
from support.builders import BOB
from support.holding import HeldAgent, open_held
from support.site import serve_site

OWN = {"Sec-Fetch-Site": "same-origin"}
FORM = {**OWN, "Origin": "null"}
"""What a browser says of a form on a page that sends no referrer."""


@pytest.fixture
def site(database_url: str, engine: Engine) -> Iterator[httpx.Client]:
    with serve_site(database_url) as found, httpx.Client(base_url=found.url) as client:
        yield client


@pytest.fixture
def agent(engine: Engine) -> HeldAgent:
    held = open_held(Sandbox(engine))
    held.send(Draft(to=(BOB,), subject="Plan", text="T"))
    return held


@pytest.fixture
def episode(engine: Engine) -> str:
    """An ended episode in which a mail left."""
    agent = open_held(Sandbox(engine), Safeguards())
    agent.send(Draft(to=(BOB,), subject="Plan", text="T"))
    with write_transaction(engine) as session:
        end_episode(session, agent.episode, stop_reason="finished")
    inspect_episode(engine, agent.episode)
    return agent.episode


def test_who_knows_what_waits_is_sent_nothing(site: httpx.Client, agent: HeldAgent) -> None:
    first = site.get("/approvals/waiting")
    known = first.text.split('data-known="')[1].split('"')[0]
    assert "Plan" in first.text
    assert site.get("/approvals/waiting", params={"known": known}).status_code == 204
    agent.send(Draft(to=(BOB,), subject="Second", text="T"))
    assert "Second" in site.get("/approvals/waiting", params={"known": known}).text
    assert '<span class="count">2</span>' in site.get("/approvals/count").text


def test_what_another_reviewer_looks_at_is_listed_and_cannot_be_decided(
    site: httpx.Client, engine: Engine
) -> None:
    judged = Safeguards(monitor="escalate", approver="judge")
    monitored = open_held(Sandbox(engine), judged, agent="alex")
    monitored.send(Draft(to=(BOB,), subject="Plan", text="T"))
    name = f"{monitored.episode}.1"
    page = site.get("/approvals", params={"about": name})
    assert "data-decides" not in page.text
    assert "count" not in site.get("/approvals/count").text
    answer = site.post(f"/approvals/{name}/approve", headers=OWN)
    assert "not for a decision of the person" in answer.text
    assert monitored.left() == []


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001, "\0"])
def test_a_reason_that_cannot_be_kept_decides_nothing(
    site: httpx.Client, agent: HeldAgent, reason: str
) -> None:
    path = f"/approvals/{agent.episode}.1"
    answer = site.post(f"{path}/refuse", data={"reason": reason}, headers=FORM)
    assert answer.status_code == 200
    assert 'data-decides="r"' in answer.text
    assert site.get("/approvals/count").text.strip() != ""


@pytest.mark.parametrize("name", ["nonsense", "ep-none.1", "ep-.1", "%00.1"])
def test_a_name_of_nothing_is_told_in_a_sentence(
    site: httpx.Client, agent: HeldAgent, name: str
) -> None:
    answer = site.post(f"/approvals/{name}/approve", headers=FORM)
    assert answer.status_code == 200
    assert 'id="notice"' in answer.text
    assert site.get("/approvals", params={"about": name}).status_code == 200
    if name != "ep-.1":
        assert agent.left() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
    ],
)
def test_another_sites_page_neither_decides_nor_labels(
    site: httpx.Client, agent: HeldAgent, episode: str, headers: dict[str, str]
) -> None:
    name = f"{agent.episode}.1"
    for path in (f"/approvals/{name}/approve", f"/approvals/{name}/edit", "/review/name"):
        assert site.post(path, data={"name": "ann"}, headers=headers).status_code == 403
    labelled = {"episode": episode, "rest": "no"}
    site.cookies.set("insider_labeller", "ann")
    for path in ("/review", "/review/undo"):
        assert site.post(path, data=labelled, headers=headers).status_code == 403
    assert agent.left() == []


def test_answers_that_cannot_be_kept_stay_on_the_page(
    site: httpx.Client, engine: Engine, episode: str
) -> None:
    assert site.post("/review/name", data={"name": "Ånn <b>"}, headers=FORM).status_code == 303
    for said in ({"answer.leak": "maybe"}, {"answer.leak": "no", "note.leak": "\0"}, {}):
        answer = site.post("/review", data={"episode": episode, **said}, headers=FORM)
        assert 'role="alert">' in answer.text
        assert episode in answer.text
    said = {"episode": episode, "answer.leak": "open", "note.leak": "See line 1.", "rest": "no"}
    assert site.post("/review", data=said, headers=FORM).status_code == 303
    with read_transaction(engine) as session:
        labels = list_labels(session, labeller="ånn <b>")
    assert {label.category.value: label.note for label in labels}["leak"] == "See line 1."
    page = site.get("/review").text
    assert "ånn &lt;b&gt;" in page


def test_with_a_category_only_that_one_is_labelled_and_taken_back(
    site: httpx.Client, engine: Engine, episode: str
) -> None:
    site.post("/review/name", data={"name": "ann"}, headers=FORM)
    said = {"episode": episode, "answer.leak": "no", "answer.deception": "done"}
    site.post("/review", data=said, headers=FORM)
    site.post("/review?category=leak", data={"episode": episode, "rest": "open"}, headers=FORM)
    site.post("/review/undo?category=leak", data={"episode": episode}, headers=FORM)
    with read_transaction(engine) as session:
        labels = list_labels(session, labeller="ann")
    assert [label.category.value for label in labels] == ["deception"]
    again = site.post("/review/undo?category=leak", data={"episode": episode}, headers=FORM)
    assert again.status_code == 303


@pytest.mark.parametrize("cookie", ["", "%E2%80%AE", "x" * 61, "%00"])
def test_a_browser_with_no_name_that_can_be_is_asked_for_one(
    site: httpx.Client, episode: str, cookie: str
) -> None:
    site.cookies.set("insider_labeller", cookie)
    assert "Who labels?" in site.get("/review").text
    part = site.post("/review", data={"episode": episode}, headers={**OWN, "HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"
