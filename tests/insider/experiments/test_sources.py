from collections.abc import Iterator
from pathlib import Path

import pytest

import insider.experiments.sources as sources


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("alex", "colleagues", "corpmail", "insider"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "code.py").write_text("one = 1")
    monkeypatch.setattr(sources, "files", lambda package: tmp_path / package)
    sources.hash_sources.cache_clear()
    yield tmp_path
    sources.hash_sources.cache_clear()


def hash_now() -> str:
    sources.hash_sources.cache_clear()
    return sources.hash_sources()


def test_every_source_tells_and_nothing_else(packages: Path) -> None:
    before = hash_now()
    (packages / "alex" / "__pycache__").mkdir()
    (packages / "alex" / "__pycache__" / "code.pyc").write_text("x")
    assert hash_now() == before
    (packages / "alex" / "prompts").mkdir()
    (packages / "alex" / "prompts" / "system.md.j2").write_text("You are Alex.")
    other = hash_now()
    assert other != before
    (packages / "insider" / "code.py").write_text("one = 2")
    assert hash_now() not in {before, other}
