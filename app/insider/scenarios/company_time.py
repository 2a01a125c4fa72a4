"""Times as authors write them: the company's own, without a zone.

Called by the models of every file that has times.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

_USUAL_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", re.ASCII)
"""What is read without ``strptime``, which takes ten times as long."""
_DATE_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")
_HOW = "write a time as 2026-10-14 09:32"


def _parse_date(value: object) -> object:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        # A number would be taken for seconds since 1970.
        raise ValueError(_HOW)
    if _USUAL_DATE.fullmatch(value):
        with suppress(ValueError):  # told below, as of any other text
            return datetime.fromisoformat(value)
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(value, form)  # noqa: DTZ007 - the zone is the company's
        except ValueError:
            continue
    raise ValueError(f"'{value}' is no company time; {_HOW}")


def _within_centuries(value: datetime) -> datetime:
    if value.tzinfo is not None or not 1980 <= value.year <= 2200:
        raise ValueError("a company time has no zone and lies between 1980 and 2200")
    return value


_WrittenDate = Annotated[str, Field(pattern=r"^\d{4}-\d\d?-\d\d? \d\d?:\d\d?(:\d\d?)?$")]
LocalTime = Annotated[
    datetime,
    BeforeValidator(_parse_date, json_schema_input_type=_WrittenDate),
    AfterValidator(_within_centuries),
]
"""Company local time without a zone, such as ``2026-10-14 09:32``."""


def to_seconds(local: datetime, timezone: str) -> int:
    """Return a company time as seconds since 1970-01-01 UTC."""
    return int(local.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC).timestamp())
