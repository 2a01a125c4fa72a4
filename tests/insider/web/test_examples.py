"""The OpenAPI document shows what each endpoint answers, and the list for people shows it too."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import jsonschema_rs
import pytest
from sqlalchemy import Engine

from insider.settings import Settings
from insider.web import create_app
from support.served import ask


class Answer(NamedTuple):
    """A JSON answer of an operation that is a success."""

    operation: str
    media: dict[str, Any]
    document: dict[str, Any]


def successes() -> Iterator[Answer]:
    document = create_app(Settings(database_url="sqlite:///unused.db")).openapi()
    for path, operations in document["paths"].items():
        if not path.startswith("/api/v1/"):
            continue
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                media = response.get("content", {}).get("application/json")
                if status.startswith("2") and media is not None:
                    yield Answer(f"{method} {path} {status}", media, document)


@pytest.mark.parametrize("answer", list(successes()), ids=lambda answer: answer.operation)
def test_an_answer_has_an_example_that_is_one(answer: Answer) -> None:
    schema = {**answer.media.get("schema", {}), "components": answer.document["components"]}
    jsonschema_rs.validate(schema, answer.media["example"])


def test_the_list_for_people_shows_them(engine: Engine, database_url: str) -> None:
    assert engine is not None

    async def work(client: httpx.AsyncClient) -> None:
        page = (await client.get("/docs")).text
        assert "ep-abcdefghijkm.1" in page
        assert "The client asked for it." in page
        assert "Answer 202" in page

    ask(database_url, work)
