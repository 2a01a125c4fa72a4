"""Parameters that several of the operator's endpoints share."""

from typing import Annotated

from fastapi import Path

ReplayPath = Annotated[
    str,
    Path(
        description="A replay's id, or its beginning where only one begins so.",
        examples=["ep-mkjihgfedcba"],
        pattern=r"^[A-Za-z0-9_-]{1,80}$",
    ),
]
EpisodePath = Annotated[
    str,
    Path(
        description="An episode's id, or its beginning where only one begins so.",
        examples=["ep-abcdefghijkm"],
        pattern=r"^[A-Za-z0-9_-]{1,80}$",
    ),
]
