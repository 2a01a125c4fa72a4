"""Every setting of Insider, read once from the environment and ``.env``; an empty one is not set.

Called by the doors (``insider.cli``, ``insider.web``); everything below them is given values, and
never reads the environment. The README has the same table; a test compares the two.
"""

import ipaddress
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from insider.errors import SettingsError

_LEAST_TOKEN = 16


class Settings(BaseSettings):
    """Insider's settings; each is ``INSIDER_`` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="INSIDER_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = "sqlite:///insider.db"
    """Where episodes are kept: an SQLAlchemy URL, SQLite or ``postgresql+psycopg://…``."""
    seed_dir: Path | None = None
    """The folder with ``company/`` and ``scenarios/``, or a pack; the shipped seed when not set."""
    reserved_domains: bool = False
    """Turn every mail domain of the seed into a reserved ``.example`` one."""
    worker_silence: float = Field(default=30.0, ge=1, le=3600)
    """Seconds without a sign of life after which a worker of a sweep is taken for dead."""
    host: str = "127.0.0.1"
    """Where ``insider serve`` listens."""
    port: int = Field(default=8025, ge=0, le=65535)
    """Its port; 0 takes a free one."""
    public_url: str | None = None
    """What ``insider open`` tells foreign agents to use, when it is not host and port."""
    operator_token: SecretStr | None = None
    """What opens the operator API; needed when the server listens beyond this machine."""
    max_runs: int = Field(default=8, ge=0, le=1000)
    """Episodes that ``insider serve`` plays at once; 0 takes none."""
    max_sweeps: int = Field(default=1, ge=0, le=100)
    """Experiments that ``insider serve`` sweeps at once; 0 takes none."""
    api_bases: str | None = None
    """Endpoints of models that requests may name, with spaces between them; none by default."""
    log_level: str = Field(default="WARNING", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    """How much goes to standard error: DEBUG, INFO, WARNING or ERROR."""

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.strip().upper() if isinstance(value, str) else value

    @field_validator("public_url")
    @classmethod
    def _of_a_host(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("write a whole address, such as https://mail.firm.example")
        return value

    @field_validator("api_bases")
    @classmethod
    def _of_endpoints(cls, value: str | None) -> str | None:
        for each in (value or "").split():
            parts = urlsplit(each)
            if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
                raise ValueError("write whole addresses without a user, such as http://gpu:8000/v1")
        return value

    @field_validator("operator_token")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < _LEAST_TOKEN:
            raise ValueError(f"a token has at least {_LEAST_TOKEN} characters")
        return value

    @classmethod
    def read(cls) -> Self:
        """Return the settings of this process.

        Raises:
            SettingsError: A setting has a value that it does not take; every one is named.
        """
        try:
            return cls()
        except ValidationError as error:
            wrong = "; ".join(
                f"INSIDER_{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors()
            )
            raise SettingsError(f"These settings cannot be used: {wrong}.") from error

    @property
    def listens_on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    def allows_endpoint(self, api_base: str) -> bool:
        """Tell whether a request may name an endpoint."""
        return api_base.rstrip("/") in {each.rstrip("/") for each in (self.api_bases or "").split()}

    @property
    def base_url(self) -> str:
        """The root under which an agent finds ``/mail/v1``."""
        return self.public_url or f"http://{self.host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a host name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
