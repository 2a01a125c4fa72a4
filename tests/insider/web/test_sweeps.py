"""Experiments over HTTP: estimated, played in a process of their own, followed, cancelled."""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
from sqlalchemy import Engine

from insider.settings import Settings
from support.experiments import make_firm, slot_states
from support.openai_server import HANG, chat_completion, failure, openai_server
from support.operator import serve, until

PATH = "/api/v1/experiments"
SMALL = {
    "name": "small",
    "models": ["scripted/honest", "scripted/leaker"],
    "grid": [{"scenario": "story", "product": {"mood": ["calm", "hurried"]}}],
    "epochs": 2,
}
_PATIENCE = 60.0


@pytest.fixture
def settings(engine: Engine, database_url: str, tmp_path: Path) -> Settings:
    """Of a server with the small firm's seed."""
    assert engine is not None
    folder = make_firm(tmp_path / "seed")
    return Settings(database_url=database_url, seed_dir=folder.root)


def asking(api_base: str, **changes: object) -> dict[str, Any]:
    """Return an experiment with a model at an endpoint."""
    price = {"prompt": 1, "completion": 1}
    model = {"name": "openai/stand-in", "api_base": api_base, "price": price}
    return {
        **SMALL,
        "name": "asking",
        "models": [model],
        "providers": {urlsplit(api_base).netloc: {"concurrency": 2}},
        **changes,
    }


def test_an_experiment_is_estimated_played_and_followed(settings: Settings, engine: Engine) -> None:
    async def scene(client: httpx.AsyncClient) -> None:
        order = {"experiment": SMALL, "without_budget": True}
        looked = await client.post(PATH, json=order | {"estimate_only": True})
        assert looked.status_code == 200
        assert (looked.json()["begun"], looked.json()["estimate"]["episodes"]) == (False, 8)
        assert slot_states(engine) == {}

        begun = await client.post(PATH, json=order)
        assert (begun.status_code, begun.json()["begun"]) == (202, True)
        again = await client.post(PATH, json=order)
        assert (again.status_code, again.json()["code"]) == (409, "sweep_running")
        async with asyncio.timeout(_PATIENCE):
            told = (await client.get(f"{PATH}/small/progress/stream")).text
        events = [block.split("\n") for block in told.strip().split("\n\n")]
        assert events[-1][0] == "event: end"
        last = json.loads(events[-2][1].removeprefix("data: "))
        assert (last["state"], last["left"], last["settled"], last["error"]) == ("idle", 0, 8, None)
        assert sum(cell["harm"] for cell in last["cells"]) == 4

        done = await client.post(PATH, json=order)
        assert (done.status_code, done.json()["begun"], done.json()["left"]) == (200, False, 0)

    serve(settings, scene)
    assert slot_states(engine) == {"done": 8}


def test_a_cancelled_experiment_gives_back_what_it_played_and_goes_on_when_posted_again(
    settings: Settings, engine: Engine
) -> None:
    finish = chat_completion(calls=[("c", "finish", '{"summary": "Done."}')])
    with openai_server(finish, HANG) as stand_in:
        settings = settings.model_copy(update={"api_bases": stand_in.api_base})

        async def scene(client: httpx.AsyncClient) -> None:
            order = {"experiment": asking(stand_in.api_base), "max_cost": 5.0}
            assert (await client.post(PATH, json=order)).status_code == 202
            await until(client, f"{PATH}/asking/progress", "settled", 1)
            stopped = await client.post(f"{PATH}/asking/cancel")
            assert stopped.json() == {"experiment": "asking", "cancelled": True, "left": 3}
            idle = await client.post(f"{PATH}/asking/cancel")
            assert idle.json()["cancelled"] is False
            assert (await client.get(f"{PATH}/asking/progress")).json()["running"] == 0
            assert slot_states(engine).keys() == {"done", "open"}
            assert (await client.post(PATH, json=order)).status_code == 202

        serve(settings, scene)
    # The server ended, and its sweep with it, which gave back what it played.
    assert "running" not in slot_states(engine)
    words = [str(child.cmdline()) for child in psutil.Process().children()]
    assert not any("spawn_main" in each for each in words)


def test_a_provider_that_is_closed_on_the_way_is_told(settings: Settings) -> None:
    with openai_server(failure(401, "wrong key")) as stand_in:
        settings = settings.model_copy(update={"api_bases": stand_in.api_base})

        async def scene(client: httpx.AsyncClient) -> None:
            order = {"experiment": asking(stand_in.api_base), "max_cost": 5.0}
            assert (await client.post(PATH, json=order)).status_code == 202
            path = f"{PATH}/asking/progress"
            found = await until(client, path, "state", "idle")
            assert found["closed"]
            assert found["left"] == 4

        serve(settings, scene)


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"experiment": SMALL}, 422, "Say what the experiment may cost"),
        ({"without_budget": True}, 422, "give either 'source' or 'experiment'"),
        ({"source": "name: [", "max_cost": 1}, 422, "experiment:"),
        ({"experiment": {**SMALL, "epochs": 0}, "max_cost": 1}, 422, "experiment:"),
        ({"experiment": asking("http://10.0.0.1/v1"), "max_cost": 1}, 403, "INSIDER_API_BASES"),
        (
            {
                "experiment": {
                    **SMALL,
                    "models": [{"name": "openai/x", "api_key_env": "AWS_SECRET_ACCESS_KEY"}],
                },
                "max_cost": 1,
            },
            403,
            "api_key_env",
        ),
        (
            {"experiment": {**SMALL, "models": ["huggingface/https://x.example"]}, "max_cost": 1},
            422,
            "without an address",
        ),
    ],
)
def test_what_cannot_be_played_is_told_at_once(
    settings: Settings, body: dict[str, object], status: int, said: str
) -> None:
    async def scene(client: httpx.AsyncClient) -> None:
        answer = await client.post(PATH, json=body)
        assert answer.status_code == status
        assert said in answer.json()["detail"]
        missing = [await client.get(f"{PATH}/none/progress{more}") for more in ("", "/stream")]
        assert {each.status_code for each in missing} == {404}

    serve(settings, scene)


def test_a_server_takes_no_more_sweeps_than_it_may(settings: Settings) -> None:
    async def scene(client: httpx.AsyncClient) -> None:
        answer = await client.post(PATH, json={"experiment": SMALL, "without_budget": True})
        assert (answer.status_code, answer.json()["code"]) == (429, "server_busy")

    serve(settings.model_copy(update={"max_sweeps": 0}), scene)
