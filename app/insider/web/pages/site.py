"""All pages of the site."""

from fastapi import FastAPI

from insider.web.pages import (
    api_list,
    approvals,
    assets,
    beside,
    company,
    entrance,
    episode,
    episodes,
    experiments,
    home,
    review,
    scenario,
)
from insider.web.pages.entrance import SignInNeededError, ask_to_sign_in

# They are tried in this order.
_PARTS = (
    assets,
    entrance,
    api_list,
    home,
    episodes,
    episode,
    approvals,
    review,
    beside,
    experiments,
    company,
    scenario,
)


def add_pages(app: FastAPI) -> None:
    """Give an app its pages.

    Args:
        app: The app, with what ``state`` says; its API is what ``/docs`` lists.
    """
    for part in _PARTS:
        app.router.routes.extend(part.router.routes)
    app.add_exception_handler(SignInNeededError, ask_to_sign_in)
