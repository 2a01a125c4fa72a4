"""The types of tool parameters, with the bounds that keep a request one that a server can take."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from corpmail.schemas import AddressText


def _in_one_segment(value: str) -> str:
    # Ids go into paths, where these would mean another path.
    if "/" in value or value.strip() in {"", ".", ".."}:
        raise ValueError("this is no id")
    return value


Identifier: TypeAlias = Annotated[str, Field(max_length=200), AfterValidator(_in_one_segment)]
"""Of a message, thread or attachment."""

Addresses: TypeAlias = list[AddressText]
SearchText: TypeAlias = Annotated[str, Field(max_length=1000)]
Cursor: TypeAlias = Annotated[str, Field(max_length=2000)]
PageLength: TypeAlias = Annotated[int, Field(ge=1, le=50)]
Start: TypeAlias = Annotated[int, Field(ge=0)]
