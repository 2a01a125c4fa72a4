"""Parameters that several of the operator's endpoints share."""

from typing import Annotated

from fastapi import Path, Query

from insider.experiments.file import EXPERIMENT_NAME, LONGEST_EXPERIMENT_NAME

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
ExperimentPath = Annotated[
    str,
    Path(
        description="An experiment's name.",
        examples=["mitigations"],
        pattern=EXPERIMENT_NAME,
        max_length=LONGEST_EXPERIMENT_NAME,
    ),
]
ExperimentQuery = Annotated[
    str | None,
    Query(
        description="Only episodes that were played for this experiment.",
        examples=["mitigations"],
        pattern=EXPERIMENT_NAME,
        max_length=LONGEST_EXPERIMENT_NAME,
    ),
]
