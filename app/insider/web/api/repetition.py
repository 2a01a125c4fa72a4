"""Refuses a body that says something twice, which readers of JSON take in silence."""

from fastapi import Request

from insider.errors import LabelError
from insider.json_once import RepeatedFieldError, read_json
from insider.visible import shorten

_SHOWN = 40


async def refuse_repetition(request: Request) -> None:
    """Refuse a request whose body has a field twice; whether it is JSON at all is not asked here.

    Raises:
        LabelError: It has.
    """
    try:
        read_json(await request.body())
    except RepeatedFieldError as error:
        name = shorten(error.field, _SHOWN)
        raise LabelError(f"The field '{name}' is given twice; give it once.") from None
    except (ValueError, RecursionError):
        return
