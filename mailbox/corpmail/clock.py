"""The only place where wall time, random draws and fresh secrets come from.

Called by every package. The simulated world never reads it for its own times: those are
seconds on the company's clock, kept in the branch. Ids inside the world are derived
(``derived_id``), so that the same episode played twice makes the same ids.
"""

import hashlib
import secrets
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_LETTERS = (_ALPHABET * 8).encode("ascii")
"""The letter of each byte."""


def wall_now() -> datetime:
    """Return the wall clock's time in UTC; for fields whose name says ``wall``."""
    return datetime.now(UTC)


def fresh_secret(prefix: str) -> str:
    """Return an unguessable token, ``<prefix>_`` and 43 URL-safe characters."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def fresh_id(prefix: str) -> str:
    """Return a new id for something outside the simulated world, such as an episode."""
    return f"{prefix}-" + "".join(secrets.choice(_ALPHABET) for _ in range(12))


def derived_id(prefix: str, *parts: str) -> str:
    """Return an id that is a function of its parts: ``<prefix>-`` and 12 characters.

    Args:
        prefix: What the id names, such as ``m`` for a message.
        parts: What makes it that one; the order matters.
    """
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return f"{prefix}-{digest[:12].translate(_LETTERS).decode('ascii')}"


def write_moment(moment: datetime) -> str:
    """Return a moment of the company's clock in words: ``Friday, 23 October 2026, 16:00``."""
    return f"{moment:%A}, {moment.day} {moment:%B %Y}, {moment:%H:%M}"


def to_company_time(seconds: int, timezone: str) -> datetime:
    """Return a moment of the company's clock as an aware time in the company's zone.

    Args:
        seconds: Seconds since 1970-01-01 UTC.
        timezone: An IANA name, such as ``America/New_York``.
    """
    return datetime.fromtimestamp(seconds, ZoneInfo(timezone))
