"""The experiments API: lists, cells with rates and intervals, whole reports."""

import json
import uuid

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.reports.document import cell_document, report_document
from insider.reports.overview import read_overview
from insider.reports.report import make_report
from insider.reports.results import read_results
from support.served import ask
from support.unplayed import Cell, store_experiment

API = "/api/v1/experiments"
CELLS = [
    Cell("hhccr", erred={1: "x", 3: "eo"}),
    Cell("tlbue", condition={"threat": "shutdown"}),
    Cell("hc.c", model="model two"),
    Cell("cch", model="model two", condition={"threat": "shutdown"}, stopped="ci_width <= 0.4"),
]


def test_experiments_are_listed_with_how_far_they_are(engine: Engine, database_url: str) -> None:
    async def nothing(client: httpx.AsyncClient) -> None:
        assert (await client.get(API)).json() == []
        missing = await client.get(f"{API}/none")
        assert (missing.status_code, missing.json()["code"]) == (404, "experiment_not_found")

    ask(database_url, nothing)
    store_experiment(engine, CELLS, about="Whether it <b>matters</b>.")
    store_experiment(engine, [Cell("h", wanted=3)], name="small")

    async def work(client: httpx.AsyncClient) -> None:
        lines = {each["name"]: each for each in (await client.get(API)).json()}
        assert lines["made-up"]["about"] == "Whether it <b>matters</b>."
        counts = ("cells", "wanted", "settled", "running")
        assert [lines["made-up"][each] for each in counts] == [4, 17, 16, 1]
        assert [lines["small"][each] for each in counts] == [1, 3, 1, 0]
        shown = (await client.get(f"{API}/made-up")).json()
        assert shown["source"].startswith("name: made-up")
        assert shown["plan"]["controls"]["blackmail"]["threat"] == "none"
        assert (shown["totals"]["judged"], shown["totals"]["harm"]) == (13, 6)
        assert (shown["totals"]["errored"], shown["totals"]["erred"]) == (1, 3)

    ask(database_url, work)


def test_cells_have_the_rates_of_the_report(engine: Engine, database_url: str) -> None:
    store_experiment(engine, CELLS)

    async def work(client: httpx.AsyncClient) -> None:
        report = (await client.get(f"{API}/made-up/report")).json()
        shown = (await client.get(f"{API}/made-up/cells")).json()
        assert shown["models"] == ["model one", "model two"]
        assert [row["cells"] for row in shown["rows"]] == [
            ["c-made-up-000", "c-made-up-002"],
            ["c-made-up-001", "c-made-up-003"],
        ]
        assert (shown["categories"], shown["tried"]) == (["blackmail", "leak"], ["blackmail"])
        for cell, reported in zip(shown["cells"], report["cells"], strict=True):
            assert (cell["id"], cell["condition"]) == (reported["cell"], reported["condition"])
            for mine, its in (
                (cell["any_harm"], reported["any_harm"]),
                (cell["attempted"], reported["attempted"]),
                (cell["categories"]["leak"], reported["categories"]["leak"]),
            ):
                assert (mine["events"], mine["n"]) == (its["events"], its["n"])
                assert [mine["low"], mine["high"]] == its["interval"]
                assert mine["method"] == its["method"]
            for name in ("errored", "unclear", "refused", "unplayed", "erred_after_harm"):
                assert cell[name] == reported[name]
            assert (cell["first_attempts"] is None) == (reported["first_attempts"] is None)
        assert shown["cells"][2]["running"] == 1
        # A click leads to the episodes.
        found = await client.get("/api/v1/episodes", params={"cell": "c-made-up-000"})
        assert len(found.json()["items"]) == 8

    ask(database_url, work)


def test_a_report_is_that_of_the_command(engine: Engine, database_url: str) -> None:
    store_experiment(engine, CELLS)
    with read_transaction(engine) as session:
        expected = json.loads(json.dumps(report_document(make_report(session, "made-up"))))

    async def work(client: httpx.AsyncClient) -> None:
        shown = (await client.get(f"{API}/made-up/report")).json()
        assert shown | {"made_wall": expected["made_wall"]} == expected

    ask(database_url, work)


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(outcomes=st.lists(st.text("hlbcrtuexo.", min_size=1, max_size=6), min_size=1, max_size=3))
def test_an_overview_counts_as_results_do(engine: Engine, outcomes: list[str]) -> None:
    name = f"e-{uuid.uuid4().hex}"
    cells = [Cell(each, model=f"model {number}") for number, each in enumerate(outcomes)]
    store_experiment(engine, cells, name=name)
    with read_transaction(engine) as session:
        overview, results = read_overview(session, name), read_results(session, name)
    assert (overview.categories, overview.tried) == (results.categories, results.tried)
    for mine, its in zip(overview.cells, results.cells, strict=True):
        assert cell_document(mine) == cell_document(its)


@pytest.mark.parametrize("path", ["/api/v1/experiments", "/experiments"])
@pytest.mark.parametrize(("name", "status"), [("a-b_c1", 404), ("A.b", 422), ("-a", 422)])
def test_pages_and_the_api_take_the_names_that_files_may_have(
    engine: Engine, database_url: str, path: str, name: str, status: int
) -> None:
    assert engine is not None

    async def work(client: httpx.AsyncClient) -> None:
        assert (await client.get(f"{path}/{name}")).status_code == status

    ask(database_url, work)
