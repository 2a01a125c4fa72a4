"""Pages: who may see them, what they may load, what one client may ask, and errors for people."""

import asyncio
import hashlib
import re
import socket
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

import httpx
import pytest
from fastapi import Response
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from starlette.types import Receive, Scope, Send

from corpmail.sending import send_message
from corpmail.types import Draft
from insider.episodes import MailEdit, Sandbox, decide_as_person
from insider.scenarios import Safeguards
from insider.settings import Settings
from insider.web import create_app
from insider.web.limits import BURST, MOST_BYTES, RATE, RequestLimits
from support.agents import say
from support.builders import ANN, BOB
from support.reviews import store_guarded
from support.site import serve_site
from support.stories import Stage, store_story

TOKEN = "operators-token-of-some-length"
OWN = {"Sec-Fetch-Site": "same-origin"}
FOREIGN = {"Sec-Fetch-Site": "cross-site"}
PEOPLE = {"Accept": "text/html"}
PAGES = ["/", "/episodes", "/approvals", "/review", "/review/agreement"]
OPEN = {"api", "docs", "healthz", "login", "logout", "mail", "openapi.json", "static"}
"""The first parts of paths that are no pages of an operator's: with guards of theirs, or none."""


@pytest.fixture
def episode(engine: Engine) -> str:
    stage = Stage(Sandbox(engine), store_story(engine))
    return asyncio.run(stage.play(say("Good morning."), say("Done."))).id


@pytest.fixture
def site(database_url: str, engine: Engine) -> Iterator[httpx.Client]:
    with serve_site(database_url) as found, httpx.Client(base_url=found.url) as client:
        yield client


@pytest.fixture
def guarded(database_url: str, engine: Engine) -> Iterator[httpx.Client]:
    with (
        serve_site(database_url, operator_token=TOKEN, host="0.0.0.0") as found,
        httpx.Client(base_url=found.url) as client,
    ):
        yield client


def sign_in(client: httpx.Client, token: str = TOKEN, headers: Mapping[str, str] = OWN) -> int:
    answer = client.post("/login", data={"token": token, "next": "/episodes"}, headers=headers)
    return answer.status_code


@pytest.mark.parametrize("path", [*PAGES, "/docs"])
def test_pages_load_nothing_from_elsewhere_and_run_no_script_but_ours(
    site: httpx.Client, episode: str, path: str
) -> None:
    answer = site.get(path)
    assert answer.status_code == 200
    assert re.findall(r"https?://[^\s\"'<]+", answer.text) == []
    assert re.findall(r"<script(?![^>]* src=\"/static/)", answer.text) == []
    assert re.findall(r"\s(?:on\w+|style)=", answer.text) == []
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_an_episode_is_shown_and_every_event_of_it_has_its_view(
    site: httpx.Client, episode: str
) -> None:
    page = site.get(f"/episodes/{episode}")
    last = int(re.findall(r'max="(\d+)"', page.text)[0])
    for at in range(1, last + 1):
        view = site.get(f"/episodes/{episode}/view?at={at}")
        assert view.status_code == 200
        assert f'data-at="{at}"' in view.text
        assert site.get(f"/episodes/{episode}/events/{at}").status_code == 200
    assert "Good morning." in page.text


def test_held_mail_is_shown_in_the_words_that_it_had_then(
    engine: Engine, site: httpx.Client
) -> None:
    sandbox = Sandbox(engine)
    safeguards = Safeguards(approval="all", approver="person")
    stage = Stage(sandbox, store_guarded(sandbox, safeguards))
    episode = stage.open_foreign()
    with sandbox.mail_server.act(episode.token, "send") as ctx:
        letter = Draft(
            to=(f"Bobby <{BOB}>",), subject="Plan", text="Old words.", html="<p>Old HTML.</p>"
        )
        mail = send_message(ctx, letter).copy.id
    held = stage.events(episode.id)[-1].seq
    edit = MailEdit(subject="Letter", text="New words.", to=(f"Annie <{ANN}>",))
    decide_as_person(
        sandbox.mail_server, f"{episode.id}.1", approves=True, reason="Better.", edit=edit
    )
    before = {"<h2>Plan</h2>", "Old words.", "Old HTML.", "Bobby"}
    after = {"<h2>Letter</h2>", "New words.", "Annie"}
    for at, shown in ((held, before), (held + 9, after)):
        view = site.get(f"/episodes/{episode.id}/view?at={at}&message={mail}").text
        assert {words for words in before | after if words in view} == shown


def test_a_view_beyond_the_end_is_that_of_the_end(site: httpx.Client, episode: str) -> None:
    end = site.get(f"/episodes/{episode}/view").text
    assert site.get(f"/episodes/{episode}/view?at=999999").text == end


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "nothing at this path"),
        ("/episodes/ep-none", 404, "There is no episode"),
        ("/episodes/ep-%00", 422, ""),
        ("/static/0/site.css", 404, "load the page anew"),
    ],
)
def test_people_are_told_of_errors_in_a_page_and_machines_in_json(
    site: httpx.Client, path: str, status: int, words: str
) -> None:
    page = site.get(path, headers=PEOPLE)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert words in page.text
    assert site.get(path).headers["content-type"] == "application/problem+json"


HOSTS = [
    "a`b.evil.example:8025",
    "a{b.evil.example",
    "evil.example:",
    "evil.example:99999",
    "[::1",
    "127.0.0.1@evil.example",
    "127.0.0.1.evil.example",
    "127.0.0.1:8025.evil.example",
    "localhost.evil.example",
    "",
]


@pytest.mark.parametrize("host", HOSTS)
def test_a_name_that_only_leads_here_is_not_this_machine(site: httpx.Client, host: str) -> None:
    for path in ("/episodes", "/api/v1/episodes"):
        assert site.get(path, headers={"Host": host}).status_code in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8025", "127.0.0.1:1", "[::1]:8025"])
def test_this_machine_has_several_names(site: httpx.Client, host: str) -> None:
    assert site.get("/episodes", headers={"Host": host}).status_code == 200


def test_a_link_on_another_site_may_be_followed_and_nothing_else(site: httpx.Client) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert site.get("/episodes", headers=link | {"Sec-Fetch-Dest": "document"}).status_code == 200
    assert site.get("/episodes", headers=link | {"Sec-Fetch-Dest": "iframe"}).status_code == 403
    answer = site.post("/approvals/ep-x.1/approve", headers=link | {"Sec-Fetch-Dest": "document"})
    assert answer.status_code == 403


@pytest.mark.parametrize("origin", ["http://[::1", "null", "http://127.0.0.1:1", "\u00fc"])
def test_an_odd_origin_is_a_foreign_one(site: httpx.Client, origin: str) -> None:
    sent = {b"Origin": origin.encode("latin-1")}
    assert site.get("/episodes", headers=sent).status_code == 403


def test_what_is_no_form_of_ours_is_told(guarded: httpx.Client) -> None:
    fields = {f"field{number}": "x" for number in range(12)}
    assert guarded.post("/login", data=fields, headers=OWN).status_code in (400, 422)


def test_somebody_who_leaves_in_the_middle_is_no_fault(
    guarded: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_connection((guarded.base_url.host, guarded.base_url.port or 0)) as left:
        head = "POST /login HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
        left.sendall(f"{head}Content-Length: 1000\r\n\r\nx".encode())
    assert guarded.get("/healthz").status_code == 200
    assert [each.getMessage() for each in caplog.records if each.exc_info] == []


def test_where_a_token_is_set_pages_ask_for_it_and_lead_back(guarded: httpx.Client) -> None:
    answer = guarded.get("/episodes?limit=5", headers=PEOPLE)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/episodes%3Flimit%3D5"
    assert sign_in(guarded, "wrong") == 401
    assert sign_in(guarded) == 303
    assert guarded.get("/episodes").status_code == 200
    assert guarded.post("/logout", headers=OWN).status_code == 303
    assert guarded.get("/episodes").status_code == 303


def test_the_cookie_is_no_token_and_no_script_or_other_site_gets_it(guarded: httpx.Client) -> None:
    answer = guarded.post("/login", data={"token": TOKEN}, headers=OWN)
    cookie = answer.headers["set-cookie"]
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "https://evil.example", "x"])
def test_the_entrance_leads_to_pages_of_ours_only(guarded: httpx.Client, path: str) -> None:
    answer = guarded.post("/login", data={"token": TOKEN, "next": path}, headers=OWN)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "cookie", ["", "9999999999.", "9999999999.0000", "1.x", "x.y", "²." + "0" * 64]
)
def test_a_made_up_cookie_opens_nothing(guarded: httpx.Client, cookie: str) -> None:
    answer = guarded.get("/episodes", headers={b"Cookie": f"insider_session={cookie}".encode()})
    assert answer.status_code == 303


def test_a_page_of_another_site_does_nothing_with_the_operators_cookie(
    guarded: httpx.Client, episode: str
) -> None:
    assert sign_in(guarded) == 303
    label = {"labeller": "ann", "rest": "no"}
    path = f"/api/v1/episodes/{episode}/labels"
    for headers in (FOREIGN, {"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        assert guarded.put(path, json=label, headers=headers).status_code == 403
    assert guarded.put(path, json=label, headers=OWN).status_code != 403
    assert sign_in(guarded, headers=FOREIGN) == 403


def test_without_a_token_a_page_of_another_site_is_refused_too(
    site: httpx.Client, episode: str
) -> None:
    path = f"/api/v1/episodes/{episode}/labels"
    label = {"labeller": "ann", "rest": "no"}
    assert site.put(path, json=label, headers=FOREIGN).status_code == 403
    assert site.get("/episodes", headers=FOREIGN).status_code == 403


def list_pages() -> list[tuple[str, str]]:
    """Return the method and path of every page that is an operator's."""
    app = create_app(Settings(database_url="sqlite:///nowhere.db"))
    return [
        (method, re.sub(r"{[^}]*}", "ep-x.1", route.path))
        for route in routes_in(app.routes)
        if route.path.split("/")[1] not in OPEN
        for method in sorted(route.methods or ())
    ]


def routes_in(routes: Iterable[object]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            included = getattr(route, "original_router", None)
            yield from routes_in(included.routes if included is not None else ())


@pytest.mark.parametrize("kind", ["site", "guarded"])
def test_an_agents_token_opens_no_page_whether_or_not_an_operators_is_set(
    request: pytest.FixtureRequest, engine: Engine, kind: str
) -> None:
    client: httpx.Client = request.getfixturevalue(kind)
    token = Stage(Sandbox(engine), store_story(engine)).open_foreign().token
    pages = list_pages()
    assert ("POST", "/approvals/ep-x.1/approve") in pages
    for method, path in [*pages, ("GET", "/api/v1/approvals")]:
        for scheme in ("Bearer", "bearer", "Basic", "Token"):
            sent = {"Authorization": f"{scheme} {token}"} | OWN
            answer = client.request(method, path, headers=sent)
            assert answer.status_code in (303, 401, 429), (method, path, scheme)
            assert "location" not in answer.headers or "/login" in answer.headers["location"]


def test_wrong_tokens_again_and_again_are_refused_and_the_right_one_never_is(
    guarded: httpx.Client,
) -> None:
    tried = [sign_in(guarded, f"wrong-{number}") for number in range(12)]
    assert tried[:10] == [401] * 10
    assert tried[10:] == [429] * 2
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert guarded.get("/api/v1/approvals", headers=headers).status_code == 200
    assert guarded.get("/episodes", headers=headers).status_code == 200
    assert sign_in(guarded) == 303


def test_a_client_that_asks_without_end_is_told_to_wait_and_others_are_not() -> None:
    clock = [0.0]

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await Response()(scope, receive, send)

    app = RequestLimits(answer, now=lambda: clock[0])

    def ask(host: str = "10.0.0.1", path: str = "/episodes") -> int:
        async def once() -> int:
            transport = httpx.ASGITransport(app, client=(host, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                return (await client.get(path)).status_code

        return asyncio.run(once())

    assert {ask() for _ in range(BURST)} == {200}
    assert ask() == 429
    assert ask("10.0.0.2") == 200
    assert ask(path="/mail/v1/messages") == 200
    clock[0] += 1 / RATE
    assert [ask(), ask()] == [200, 429]


def test_a_body_is_bounded_whether_or_not_it_says_how_large_it_is(site: httpx.Client) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 100_000 + 2):
            yield b" " * 100_000

    for body in (pieces(), b" " * (MOST_BYTES + 1)):
        answer = site.put("/api/v1/episodes/ep-x/labels", content=body)
        assert answer.status_code == 413
        assert answer.json()["code"] == "too_large"


def test_files_are_kept_by_browsers_under_the_hash_of_what_they_hold(
    site: httpx.Client, episode: str
) -> None:
    page = site.get("/").text
    for path in re.findall(r'"(/static/[^"]+)"', page):
        answer = site.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert hashlib.sha256(answer.content).hexdigest().startswith(path.split("/")[2])


def test_vendored_files_are_what_they_are_said_to_be() -> None:
    folder = files("insider.web.pages") / "static" / "vendor"
    told = dict(
        re.findall(r"\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|", (folder / "README.md").read_text())
    )
    there = {each.name for each in folder.iterdir() if each.name.endswith((".js", ".css"))}
    assert told.keys() == there
    for name, digest in told.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_every_page_has_the_same_head_and_advises_no_commands(site: httpx.Client) -> None:
    wrong = site.get("/episodes/ep-none", headers=PEOPLE)
    assert wrong.status_code == 404
    assert "There is no episode" in wrong.text
    assert "insider show" not in wrong.text
    for page in (wrong.text, site.get("/episodes", headers=PEOPLE).text):
        assert 'id="approvals-count"' in page


def test_a_list_may_be_of_the_forks_of_an_episode(site: httpx.Client, episode: str) -> None:
    assert episode in site.get("/episodes").text
    page = site.get(f"/episodes?fork_of={episode}").text
    assert "No episode is like that" in page
    assert f'value="{episode}"' in page
    form = site.get(f"/episodes?fork_of={episode}&model=")
    assert form.headers["location"] == f"/episodes?fork_of={episode}"
