from pathlib import Path

import pytest

from support.experiments import make_firm
from support.packs import SeedFolder


@pytest.fixture
def firm(tmp_path: Path) -> SeedFolder:
    return make_firm(tmp_path / "seed")
