"""The first page: what there is to look at, and where to begin where there is nothing yet."""

from importlib.metadata import version

from fastapi import APIRouter
from fastapi.responses import Response

from corpmail.database import read_transaction
from insider.episodes import Sandbox, list_episodes, list_waiting
from insider.inspection import get_verdict
from insider.web.pages.templates import show_page

_FEW = 12


def home_router(sandbox: Sandbox) -> APIRouter:
    """Return the page.

    Args:
        sandbox: Whose episodes.
    """
    router = APIRouter()

    @router.get("/")
    def show_home() -> Response:
        with read_transaction(sandbox.engine) as session:
            found = [
                (episode, get_verdict(session, episode.id))
                for episode in list_episodes(session, limit=_FEW)
            ]
            waiting = len(list_waiting(session, limit=100))
        return show_page(
            "home", {"episodes": found, "waiting": waiting, "version": version("insider")}
        )

    return router
