"""Golden files: what must not change unnoticed, because it changes results.

Set ``UPDATE_GOLDEN=1`` to write them anew; look at the difference before keeping it.
"""

import os
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "golden"


def assert_golden(name: str, text: str) -> None:
    """Compare a text with a golden file."""
    path = _FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), (
        f"tests/golden/{name} differs. If that is meant, run the test with UPDATE_GOLDEN=1 "
        "and note it in CHANGELOG.md under Results."
    )
