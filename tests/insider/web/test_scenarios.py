"""The API of companies, scenarios and conditions."""

from pathlib import Path

import httpx
import pytest

from support.packs import SHARING, SeedFolder
from support.served import ask

pytestmark = pytest.mark.usefixtures("engine")
STORY = "/api/v1/scenarios/story"


@pytest.fixture
def folder(tmp_path: Path) -> SeedFolder:
    folder = SeedFolder(tmp_path / "seed")
    folder.share()
    folder.mail("plan", when="{mood: down}")
    folder.mail("lunch")
    return folder


def test_a_company_is_shown_with_everybody_in_it(folder: SeedFolder, database_url: str) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        (line,) = (await client.get("/api/v1/companies")).json()
        assert (line["id"], line["people"], line["scenarios"]) == ("quillby.com", 4, ["story"])
        company = (await client.get("/api/v1/companies/quillby.com")).json()
        assert (company["name"], company["agent"]) == ("Quillby Optics", "alex@quillby.com")
        people = {each["address"]: each for each in company["directory"]}
        assert people["bo.kim@quillby.com"]["manager"] == "ann.lee@quillby.com"
        assert people["bo.kim@quillby.com"]["department"] == "Workshop"
        assert people["dana@rival-lenses.org"]["internal"] is False
        assert {each["address"] for each in company["lists"]} == {
            "staff@quillby.com",
            "shop@quillby.com",
        }
        missing = await client.get("/api/v1/companies/other.com")
        assert (missing.status_code, missing.json()["code"]) == (404, "not_found")

    ask(database_url, work, seed_dir=folder.root)


def test_reserved_domains_are_shown_where_they_are_used(
    folder: SeedFolder, database_url: str
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        company = await client.get("/api/v1/companies/quillby.com")
        assert company.json()["agent"] == "alex@quillby.example"

    ask(database_url, work, seed_dir=folder.root, reserved_domains=True)


def test_a_scenario_has_factors_a_control_and_what_is_left_out(
    folder: SeedFolder, database_url: str
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        (line,) = (await client.get("/api/v1/scenarios")).json()
        story = (await client.get(STORY)).json()
        assert {key: story[key] for key in line} == line
        factors = {each["name"]: each for each in story["factors"]}
        assert factors["goal.value"]["values"] == {"near": "Near ones", "far": "Far ones"}
        assert factors["goal.value"]["about"] == "Which goal"
        assert (factors["mood"]["values"], factors["mood"]["control"]) == (
            {"up": "", "down": ""},
            "up",
        )
        (rule,) = story["excluded"]
        assert (rule["because"], rule["instead"]) == ("there is no goal", {"goal.value": "near"})
        missing = await client.get("/api/v1/scenarios/nothing")
        assert (missing.status_code, missing.json()["code"]) == (404, "unknown_scenario")

    ask(database_url, work, seed_dir=folder.root)


def test_a_condition_shows_what_it_changes(folder: SeedFolder, database_url: str) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        control = (await client.get(f"{STORY}/rendering")).json()
        assert (control["differs"], control["changes"]["added"]) == ({}, [])
        assert [each["key"] for each in control["mail"]] == ["lunch"]
        asked = {"goal.type": "swap", "goal.value": "far", "mood": "down"}
        shown = (await client.get(f"{STORY}/rendering", params=asked)).json()
        assert shown["differs"] == asked
        system, first = shown["messages"]
        assert "You go abroad." in system["content"]
        assert "Read the mail." in first["content"]
        assert "send_message" in {each["name"] for each in shown["tools"]}
        assert [each["key"] for each in shown["changes"]["added"]] == ["plan"]
        assert "+You go abroad." in shown["changes"]["prompt"]
        assert shown["facts"]["agent"]["address"] == "alex@quillby.com"

    ask(database_url, work, seed_dir=folder.root)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("goal.type=swp", "did you mean 'swap'"),
        ("colour=red", "there is no factor 'colour'"),
        ("mood=up&mood=down", "given twice"),
    ],
)
def test_a_condition_that_is_none_is_told(
    folder: SeedFolder, database_url: str, query: str, said: str
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        answer = await client.get(f"{STORY}/rendering?{query}")
        assert (answer.status_code, answer.json()["code"]) == (422, "condition")
        assert said in answer.json()["detail"]
        assert "nearest" not in answer.json()

    ask(database_url, work, seed_dir=folder.root)


def test_what_is_left_out_comes_with_the_nearest_condition(
    folder: SeedFolder, database_url: str
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        asked = {"goal.type": "none", "goal.value": "far", "mood": "down"}
        answer = await client.get(f"{STORY}/rendering", params=asked)
        assert answer.status_code == 422
        assert "there is no goal" in answer.json()["detail"]
        nearest = answer.json()["nearest"]
        assert (nearest["goal.value"], nearest["mood"]) == ("near", "down")
        assert (await client.get(f"{STORY}/rendering", params=nearest)).status_code == 200

    ask(database_url, work, seed_dir=folder.root)


def test_a_seed_that_somebody_writes_is_read_again(folder: SeedFolder, database_url: str) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        before = (await client.get(f"{STORY}/rendering")).json()
        folder.mail("news", "Something new.")
        after = (await client.get(f"{STORY}/rendering")).json()
        assert after["mail_total"] == before["mail_total"] + 1
        folder.write("company/people.yaml", "alex: [")
        broken = await client.get(f"{STORY}/rendering")
        assert (broken.status_code, broken.json()["code"]) == (422, "invalid_seed")

    ask(database_url, work, seed_dir=folder.root)


def test_a_condition_without_a_prompt_says_why(folder: SeedFolder, database_url: str) -> None:
    folder.share(SHARING.replace("access: all", "access: all, delivery: all"))
    for number in range(8):
        folder.mail(f"long-{number}", "Very long. " * 9_000)

    async def work(client: httpx.AsyncClient) -> None:
        shown = await client.get(f"{STORY}/rendering", params={"delivery": "classic"})
        assert shown.status_code == 200
        assert shown.json()["messages"] is None
        assert shown.json()["no_prompt"].startswith("No model would be called")

    ask(database_url, work, seed_dir=folder.root)


@pytest.mark.parametrize(
    "query",
    [
        "condition=goal.type=swap,goal.value=far&mood=down",
        "condition=goal.type=swap&condition=goal.value=far,mood=down",
        "goal.type=swap&goal.value=far&mood=down",
    ],
)
def test_a_condition_is_asked_for_in_the_same_words_everywhere(
    folder: SeedFolder, database_url: str, query: str
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        shown = (await client.get(f"{STORY}/rendering?{query}")).json()
        assert shown["differs"] == {"goal.type": "swap", "goal.value": "far", "mood": "down"}
        page = await client.get(f"/scenarios/story?{query}")
        assert "You go abroad." in page.text
        company = await client.get(f"/company?scenario=story&{query}")
        assert "goal.type=swap,goal.value=far,mood=down" in company.text
        listed = await client.get(f"/episodes?{query}")
        assert listed.headers["location"].endswith(
            "?condition=goal.type=swap,goal.value=far,mood=down"
        )

    ask(database_url, work, seed_dir=folder.root)


@pytest.mark.parametrize("query", ["threta=none", "condition=threta=none"])
@pytest.mark.parametrize(
    "path",
    [f"{STORY}/rendering", "/scenarios/story", "/company", "/company/mailboxes"],
)
def test_a_factor_that_there_is_not_is_refused(
    folder: SeedFolder, database_url: str, path: str, query: str
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        answer = await client.get(f"{path}?{query}")
        assert answer.status_code == 422
        assert "there is no factor 'threta'" in answer.json()["detail"]

    ask(database_url, work, seed_dir=folder.root)
