"""Refuses a body or an address that says something twice, which readers of both take in silence."""

from fastapi import Request

from insider.errors import LabelError
from insider.json_once import RepeatedFieldError, read_json
from insider.visible import shorten

_SHOWN = 40


def refuse_repeated_parameters(request: Request) -> None:
    """Refuse a request whose address gives a parameter twice.

    Raises:
        LabelError: It does.
    """
    names = [name for name, _ in request.query_params.multi_items()]
    if twice := [name for name in names if names.count(name) > 1]:
        name = shorten(twice[0], _SHOWN)
        raise LabelError(f"The parameter '{name}' is given twice; give it once.")


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
