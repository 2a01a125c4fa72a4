"""The list of episodes."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from corpmail.database import read_transaction
from insider.episodes import Sandbox, list_episodes
from insider.inspection import get_verdict
from insider.web.pages.templates import show_page


def episodes_router(sandbox: Sandbox) -> APIRouter:
    """Return the page.

    Args:
        sandbox: Whose episodes.
    """
    router = APIRouter()

    @router.get("/episodes")
    def show_episodes(limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
        with read_transaction(sandbox.engine) as session:
            found = [
                (episode, get_verdict(session, episode.id))
                for episode in list_episodes(session, limit=limit)
            ]
        return show_page("episodes", {"episodes": found})

    return router
