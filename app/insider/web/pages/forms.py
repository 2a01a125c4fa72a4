"""What a form on a page sends."""

from collections.abc import Mapping
from typing import Annotated, TypeAlias
from urllib.parse import parse_qsl

from fastapi import Depends, Request

_MOST_FIELDS = 64


async def read_form(request: Request) -> Mapping[str, str]:
    """Return a form's fields; of one that comes twice the last stays, what is too much is dropped.

    Args:
        request: With the form as its body, as browsers send one that carries no file.
    """
    text = (await request.body()).decode("utf-8", "replace")
    return dict(parse_qsl(text, keep_blank_values=True, errors="replace")[:_MOST_FIELDS])


FormFields: TypeAlias = Annotated[Mapping[str, str], Depends(read_form)]
"""A form's fields, read before a blocking endpoint runs in its thread."""


def is_part(request: Request) -> bool:
    """Tell whether a script of ours asks, which wants a part of a page and not the whole."""
    return "HX-Request" in request.headers
