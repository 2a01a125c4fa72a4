"""A pack behind the API and the pages: named with its licence, and apart from ours."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from insider.settings import Settings
from support.experiments import make_firm
from support.operator import ended, serve
from support.packs import zip_folder
from support.served import ask

ORDER = {"scenario": "story", "model": "scripted/honest"}
EXPERIMENT = {
    "name": "small",
    "models": ["scripted/honest"],
    "grid": [{"scenario": "story"}],
    "epochs": 1,
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = make_firm(tmp_path / "seed")
    folder.make_pack(version="1.2", about="Glass, <b>ground</b>.", source="javascript:alert(1)")
    return zip_folder(folder.root, tmp_path / "lenses.zip")


def test_companies_and_scenarios_say_which_pack_they_are(
    pack: Path, engine: Engine, database_url: str
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        (line,) = (await client.get("/api/v1/companies")).json()
        assert line["scenarios"] == ["lenses.story"]
        assert line["pack"] | {"sha256": ""} == {
            "name": "lenses",
            "version": "1.2",
            "licence": "CC0-1.0",
            "sha256": "",
            "title": "A firm of lenses",
            "about": "Glass, <b>ground</b>.",
            "source": "javascript:alert(1)",
        }
        company = (await client.get("/api/v1/companies/quillby.com")).json()
        assert company["pack"] == line["pack"]
        whole = (await client.get("/api/v1/scenarios/lenses.story")).json()
        assert whole["pack"]["name"] == "lenses"
        assert (await client.get("/api/v1/scenarios/story")).json() == whole
        rendering = (await client.get("/api/v1/scenarios/story/rendering?mood=hurried")).json()
        assert rendering["scenario"] == "lenses.story"

    ask(database_url, work, seed_dir=pack)


def test_pages_show_the_pack_and_nothing_of_where_it_lies(
    pack: Path, engine: Engine, database_url: str
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        company = (await client.get("/company")).text
        assert "licence CC0-1.0" in company
        assert "Glass, &lt;b&gt;ground&lt;/b&gt;." in company
        assert 'href="javascript' not in company
        for path in ("/scenarios/lenses.story", "/scenarios/story", "/company/mailboxes"):
            assert (await client.get(path)).status_code == 200, path
        page = (await client.get("/scenarios/lenses.story?condition=mood=hurried")).text
        assert "insider run lenses.story --pack lenses.zip -c mood=hurried" in page
        assert str(pack.parent) not in page + company
        missing = await client.get("/scenarios/other.story", headers={"Accept": "text/html"})
        assert missing.status_code == 404
        assert "this seed is the pack &#39;lenses&#39;" in missing.text

    ask(database_url, work, seed_dir=pack)


def test_an_episode_is_played_and_found_by_its_whole_name(
    pack: Path, engine: Engine, database_url: str
) -> None:
    async def scene(client: httpx.AsyncClient) -> None:
        started = await client.post("/api/v1/episodes", json=ORDER)
        episode = started.json()["episode"]
        assert await ended(database_url, episode) == "finished"
        shown = (await client.get(f"/api/v1/episodes/{episode}")).json()
        assert (shown["scenario"], shown["pack"]["version"]) == ("lenses.story", "1.2")

        async def listed(scenario: str) -> list[Any]:
            found = await client.get("/api/v1/episodes", params={"scenario": scenario})
            return [each["id"] for each in found.json()["items"]]

        assert await listed("lenses.story") == [episode]
        assert await listed("story") == []
        assert "pack lenses 1.2" in (await client.get(f"/episodes/{episode}")).text

    serve(Settings(database_url=database_url, seed_dir=pack), scene)


def test_a_request_names_no_file(pack: Path, engine: Engine, database_url: str) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        for named in ("lenses.zip", "seed", "does-not-exist"):
            answer = await client.post(
                "/api/v1/experiments",
                json={"experiment": {**EXPERIMENT, "pack": named}, "without_budget": True},
            )
            assert (answer.status_code, answer.json()["code"]) == (403, "endpoint_refused")
            assert "serve the pack with" in answer.json()["detail"]
        estimate = {"experiment": EXPERIMENT, "without_budget": True, "estimate_only": True}
        answer = await client.post("/api/v1/experiments", json=estimate)
        assert (answer.status_code, answer.json()["cells"]) == (200, 1)

    ask(database_url, work, seed_dir=pack)
