"""The web app: the mail API, health, a page, and problems for every error."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from insider.episodes import Sandbox
from insider.settings import Settings
from insider.web import create_app
from support.stories import Stage, store_story


@pytest.fixture
def stage(engine: Engine) -> Stage:
    return Stage(Sandbox(engine), store_story(engine))


@dataclass(frozen=True, slots=True)
class Http:
    """Asks an app, each time from its start to its end."""

    app: FastAPI

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.request("GET", path, **headers)

    def request(self, method: str, path: str, **headers: str) -> httpx.Response:
        return asyncio.run(self._request(method, path, headers))

    async def _request(self, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with (
            self.app.router.lifespan_context(self.app),
            httpx.AsyncClient(transport=transport, base_url="http://insider.example") as client,
        ):
            return await client.request(method, path, headers=headers)


@pytest.fixture
def http(stage: Stage, database_url: str) -> Http:
    return Http(create_app(Settings(database_url=database_url)))


def test_an_agent_reaches_its_mail(http: Http, stage: Stage) -> None:
    token = stage.open_foreign().token
    answer = http.get("/mail/v1/me", Authorization=f"Bearer {token}")
    assert answer.status_code == 200
    assert answer.json()["organization"]


def test_health_tells_database_and_version(http: Http) -> None:
    answer = http.get("/healthz")
    assert answer.status_code == 200
    assert answer.json().keys() == {"status", "database", "version"}


def test_a_database_without_our_tables_is_unhealthy(tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'empty.db'}"))
    answer = Http(app).get("/healthz")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("POST", "/healthz", 405),
        ("GET", "/mail/v1/messages", 401),
        ("GET", "/mail/v1/nowhere", 404),
        ("PUT", "/mail/v1/messages", 405),
    ],
)
def test_every_error_is_a_problem_with_our_headers(
    http: Http, method: str, path: str, status: int
) -> None:
    answer = http.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["code"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_fault_of_ours_is_a_problem_that_tells_nothing(stage: Stage, database_url: str) -> None:
    app = create_app(Settings(database_url=database_url))

    @app.get("/fault")
    def fault() -> None:
        raise ZeroDivisionError("the secret inside")

    answer = Http(app).get("/fault")
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal"
    assert "secret" not in answer.text


def test_the_page_leads_to_the_api(http: Http) -> None:
    listed = http.get("/docs").text
    for path in http.get("/openapi.json").json()["paths"]:
        assert path in listed
