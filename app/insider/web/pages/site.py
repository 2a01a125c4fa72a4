"""All pages of the site, as one router."""

from fastapi import APIRouter, Depends, FastAPI

from insider.episodes import Sandbox
from insider.settings import Settings
from insider.web.pages.api_list import api_list_router
from insider.web.pages.approvals import approvals_router
from insider.web.pages.assets import asset_router
from insider.web.pages.beside import beside_router
from insider.web.pages.company import company_router
from insider.web.pages.entrance import (
    SignInNeededError,
    ask_to_sign_in,
    entrance_router,
    page_check,
)
from insider.web.pages.episode import episode_router
from insider.web.pages.episodes import episodes_router
from insider.web.pages.experiments import experiments_router
from insider.web.pages.home import home_router
from insider.web.pages.review import review_router
from insider.web.pages.scenario import scenario_router
from insider.web.seeded_mail import SeededMail


def add_pages(app: FastAPI, sandbox: Sandbox, settings: Settings, mail: SeededMail) -> None:
    """Give an app its pages.

    Args:
        app: The app; its API is what ``/docs`` lists.
        sandbox: Whose episodes are shown.
        settings: Who may see them.
        mail: Whose company and scenarios.
    """
    app.include_router(asset_router())
    app.include_router(entrance_router(settings))
    app.include_router(api_list_router(app))
    pages = APIRouter(include_in_schema=False, dependencies=[Depends(page_check(settings))])
    pages.include_router(home_router(sandbox))
    pages.include_router(episodes_router(sandbox))
    pages.include_router(episode_router(sandbox))
    pages.include_router(approvals_router(sandbox))
    pages.include_router(review_router(sandbox))
    pages.include_router(beside_router(sandbox))
    pages.include_router(experiments_router(sandbox))
    pages.include_router(company_router(mail))
    pages.include_router(scenario_router(mail.shelf))
    app.include_router(pages)
    app.add_exception_handler(SignInNeededError, ask_to_sign_in)
