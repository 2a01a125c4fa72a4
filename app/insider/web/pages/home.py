"""The first page: what there is to look at, and where to begin where there is nothing yet."""

from importlib.metadata import version

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from corpmail.database import read_transaction
from insider.episodes import list_episodes, list_waiting
from insider.inspection import get_verdict
from insider.web.pages.entrance import require_signed_in
from insider.web.pages.templates import show_page
from insider.web.state import SandboxDep

_FEW = 12


router = APIRouter(include_in_schema=False, dependencies=[Depends(require_signed_in)])


@router.get("/")
def show_home(sandbox: SandboxDep) -> Response:
    """Show the first page."""
    with read_transaction(sandbox.engine) as session:
        found = [
            (episode, get_verdict(session, episode.id))
            for episode in list_episodes(session, limit=_FEW)
        ]
        waiting = len(list_waiting(session, limit=100))
    return show_page("home", {"episodes": found, "waiting": waiting, "version": version("insider")})
