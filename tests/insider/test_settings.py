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


@pytest.mark.parametrize(
    "url", ["notaurl", "http://", "//firm.example", "ftp://firm.example", "https://:80", "http://["]
)
def test_a_public_url_is_a_whole_address(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("INSIDER_PUBLIC_URL", url)
    with pytest.raises(SettingsError, match="INSIDER_PUBLIC_URL"):
        Settings.read()


@pytest.mark.parametrize("url", ["http://10.0.0.7:8025", "https://mail.firm.example/insider"])
def test_a_public_url_is_taken_as_it_is_written(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("INSIDER_PUBLIC_URL", url)
    assert Settings.read().base_url == url


def test_requests_may_name_the_endpoints_that_are_listed_and_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not Settings.read().allows_endpoint("http://gpu:8000/v1")
    monkeypatch.setenv("INSIDER_API_BASES", "http://gpu:8000/v1/ https://models.firm.example/v1")
    settings = Settings.read()
    assert settings.allows_endpoint("http://gpu:8000/v1")
    assert not settings.allows_endpoint("http://gpu:8000/v1/../v2")
    assert not settings.allows_endpoint("http://gpu:80")
    monkeypatch.setenv("INSIDER_API_BASES", "http://user:pass@gpu/v1")
    with pytest.raises(SettingsError, match="INSIDER_API_BASES"):
        Settings.read()
