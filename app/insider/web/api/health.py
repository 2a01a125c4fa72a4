"""``/healthz``: whether this server can do its work."""

from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from corpmail.database import read_transaction
from corpmail.errors import DatabaseError
from corpmail.schemas import Problem
from insider.web.state import SandboxDep


class HealthPublic(BaseModel):
    """What a healthy server answers."""

    model_config = ConfigDict(frozen=True)

    status: Literal["ok"]
    database: Literal["ok"]
    version: str


router = APIRouter(tags=["health"])


@router.get(
    "/healthz",
    responses={503: {"model": Problem, "description": "The database cannot be reached."}},
)
def healthz(sandbox: SandboxDep) -> HealthPublic:
    """Tell whether the database can be reached, and which version this is."""
    try:
        with read_transaction(sandbox.engine) as session:
            session.execute(text("SELECT 1 FROM episode LIMIT 1"))
    except DBAPIError as error:
        raise DatabaseError("The database cannot be read; the log says why.") from error
    return HealthPublic(status="ok", database="ok", version=version("insider"))
