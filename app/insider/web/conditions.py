"""The condition that an address names, read alike by pages and the API.

``?condition=goal.type=swap,threat=none``, in one parameter or several; ``?threat=none`` says the
same.
"""

from collections.abc import Collection, Sequence
from typing import Annotated

from fastapi import Query
from starlette.datastructures import QueryParams

from insider.errors import ConditionError
from insider.scenarios import parse_condition

_NAME = "condition"
_LONGEST = 64

ConditionQuery = Annotated[
    list[Annotated[str, Query(max_length=4000)]] | None,
    Query(
        description="`factor=value`, or several with commas between; may be given several times. "
        "Factors that are left out have their values in the control.",
        examples=[["goal.type=swap,threat=none"]],
    ),
]


def read_condition(
    texts: Sequence[str] | None, query: QueryParams, *, others: Collection[str] = ()
) -> dict[str, str]:
    """Return the factors that an address names, with their values.

    Nothing is passed over: what is no other parameter is meant as a factor, and one that there is
    not is told where the scenario is looked up.

    Args:
        texts: What ``condition`` says.
        query: All of the address.
        others: Names of parameters that are no factors.

    Raises:
        ConditionError: A part is not ``factor=value``, or a factor is named twice.
    """
    found = parse_condition(texts or ())
    for factor, value in query.multi_items():
        if factor == _NAME or factor in others:
            continue
        if factor in found:
            raise ConditionError(f"the factor '{factor[:_LONGEST]}' is given twice; give it once.")
        found[factor] = value
    return {factor[:_LONGEST]: value[:_LONGEST] for factor, value in found.items()}
