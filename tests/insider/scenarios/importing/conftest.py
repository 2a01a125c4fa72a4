from pathlib import Path

import pytest

from support.packs import SeedFolder

ARCHIVE = Path(__file__).with_name("archive.mbox")


@pytest.fixture
def folder(tmp_path: Path) -> SeedFolder:
    return SeedFolder(tmp_path / "seed")


@pytest.fixture
def archive() -> Path:
    """An archive as mailing lists publish them, written by hand: nobody's mail."""
    return ARCHIVE
