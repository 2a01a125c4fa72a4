"""``docker-compose.yml`` says what this program knows."""

from pathlib import Path
from typing import Any

import yaml

from insider.cli.main import TABLE

ROOT = Path(__file__).parents[2]


def services() -> dict[str, Any]:
    document = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    found = document["services"]
    assert isinstance(found, dict)
    return found


def test_every_service_runs_a_command_that_there_is() -> None:
    for name, service in services().items():
        words = service.get("command", "").split() or service.get("entrypoint", [])[1:]
        assert "image" in service or not words or words[0] in TABLE, name


def test_workers_and_the_sweep_meet_on_one_postgres_once_its_tables_are_there() -> None:
    found = services()
    urls = {found[name]["environment"]["INSIDER_DATABASE_URL"] for name in ("worker", "sweep")}
    assert len(urls) == 1
    assert "@postgres/" in urls.pop()
    for name in ("worker", "sweep"):
        assert found[name]["depends_on"]["schema"]["condition"] == "service_completed_successfully"
    # Plain `up` is the mail API alone.
    assert [name for name, service in found.items() if "profiles" not in service] == ["insider"]
