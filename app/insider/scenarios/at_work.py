"""When people are at work, and when they are away, as authors write it.

Called by the models of ``company.yaml``, ``people.yaml`` and ``scenario.yaml``.
"""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from insider.scenarios.company_time import LocalTime
from insider.scenarios.written import WrittenModel

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class HoursFields(WrittenModel):
    """When people are at work, Monday to Friday, in company time."""

    begin: Annotated[str, Field(alias="from")] = "09:00"
    end: Annotated[str, Field(alias="to")] = "17:30"

    @model_validator(mode="after")
    def _are_a_day(self) -> "HoursFields":
        for text in (self.begin, self.end):
            if not _CLOCK.fullmatch(text):
                raise ValueError(f"'{text}' is no time of a day; write it in quotes, like '09:00'")
        if self.begin >= self.end:
            raise ValueError("'to' must be later than 'from'")
        return self

    @property
    def minutes(self) -> tuple[int, int]:
        """Their beginning and end, in minutes after midnight."""
        return _minutes(self.begin), _minutes(self.end)


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


class AwayFields(WrittenModel):
    """A time in which somebody is away, and what their mailbox answers meanwhile."""

    since: Annotated[LocalTime, Field(alias="from")]
    until: Annotated[LocalTime, Field(alias="to")]
    text: Annotated[str, Field(min_length=1, max_length=20_000)]

    @model_validator(mode="after")
    def _ends_later(self) -> "AwayFields":
        if self.until <= self.since:
            raise ValueError("'to' must be later than 'from'")
        return self


def _as_list(value: object) -> object:
    return [value] if isinstance(value, dict) else value


Away = Annotated[
    tuple[AwayFields, ...],
    BeforeValidator(_as_list, json_schema_input_type=AwayFields | tuple[AwayFields, ...]),
    Field(max_length=100),
]
"""One absence or several."""
