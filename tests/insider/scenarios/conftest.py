from pathlib import Path

import pytest

from support.packs import SeedFolder


@pytest.fixture
def folder(tmp_path: Path) -> SeedFolder:
    return SeedFolder(tmp_path / "seed")
