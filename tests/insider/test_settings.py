"""Settings, read from the environment as people set it."""

import pytest

from insider.errors import SettingsError
from insider.settings import Settings


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"INSIDER_{name.upper()}", "")
    assert Settings.read() == Settings.model_construct()


def test_a_log_level_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSIDER_LOG_LEVEL", "debug")
    assert Settings.read().log_level == "DEBUG"


def test_a_log_level_that_there_is_not_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSIDER_LOG_LEVEL", "loud")
    with pytest.raises(SettingsError, match="INSIDER_LOG_LEVEL"):
        Settings.read()
