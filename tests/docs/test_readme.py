import re
from pathlib import Path

from insider.cli.main import TABLE
from insider.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_every_setting_stands_in_the_readme_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(INSIDER_[A-Z_]+)` \| `?([^|`]*)`? \|", README, re.MULTILINE))
    expected = {
        f"INSIDER_{name.upper()}": "not set" if field.default is None else str(field.default)
        for name, field in Settings.model_fields.items()
    }
    assert {name: default.strip() for name, default in rows.items()} == expected


def test_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"(?:\./dev |\binsider )([a-z]+)\b", _shell_blocks()))
    known = set(TABLE) | {"demo", "test", "lint", "bench", "serve", "run", "insider", "lock"}
    assert named <= known


def _shell_blocks() -> str:
    return "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))


def test_the_readme_stays_short() -> None:
    assert len(README.splitlines()) <= 200


def test_the_documents_hold_no_placeholder_and_no_dead_link() -> None:
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text()
        assert not re.findall(r"@[A-Z]{3,}@", text), name
        links = re.findall(r"\]\((?!https?:)([^)#\s]+)", text)
        assert [link for link in links if not (ROOT / link).exists()] == [], name
