"""Puts the web app together: the mail API for agents, the operator's, health, and a page.

Made by ``insider serve`` and by tests; importing does nothing. Every error is a problem detail.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from corpmail.api import add_mail, install_problem_handlers
from insider.episodes import RecordWatch, Sandbox
from insider.scenarios import SeedShelf
from insider.settings import Settings
from insider.web.api import (
    approvals,
    consequences,
    episodes,
    events,
    experiments,
    health,
    labels,
    mail,
    runs,
    scenarios,
    sweeps,
    verdicts,
)
from insider.web.api.document import DocumentedApp
from insider.web.api.problems import install_sandbox_problems
from insider.web.limits import BoundedWaits, RequestLimits, WrongTokens
from insider.web.pages.error_pages import ErrorPages
from insider.web.pages.site import add_pages
from insider.web.running import Runs
from insider.web.security import SecurityHeaders
from insider.web.seeded_mail import SeededMail
from insider.web.shown_renderings import ShownRenderings
from insider.web.state import AppState, keep_state
from insider.web.sweeping import Sweeps

_DESCRIPTION = """
A simulated company in which a language model works as its e-mail agent. Agents reach their mail
under `/mail/v1`; `insider open` gives an agent its token. Operators decide what waits for approval
under `/api/v1/approvals`, label episodes under `/api/v1/labels`, and read the rest: episodes as
they go on, experiments, scenarios and what each condition changes.
"""

# In the order of the API's document, in which they are tried too.
_PARTS = (
    approvals,
    labels,
    verdicts,
    consequences,
    mail,
    episodes,
    events,
    experiments,
    scenarios,
    runs,
    sweeps,
    health,
)


def create_app(settings: Settings) -> FastAPI:
    """Return the web app of a database whose schema is current; it owns its connections.

    Args:
        settings: Which database, and who may decide what waits in it.
    """
    sandbox = Sandbox.at(settings.database_url)
    shelf = SeedShelf(settings.seed_dir, reserved_domains=settings.reserved_domains)
    state = AppState(
        settings=settings,
        sandbox=sandbox,
        watch=RecordWatch(sandbox.engine),
        shelf=shelf,
        renderings=ShownRenderings(shelf),
        seeded_mail=SeededMail(shelf),
        runs=Runs(sandbox.engine, settings),
        sweeps=Sweeps(sandbox.engine, most=settings.max_sweeps, silence=settings.worker_silence),
        wrong_tokens=WrongTokens(),
    )
    app = DocumentedApp(
        title="Insider",
        version=version("insider"),
        description=_DESCRIPTION.strip(),
        lifespan=_lifespan(state),
        # The pages that FastAPI ships load scripts from the internet; ours do not.
        docs_url=None,
        redoc_url=None,
    )
    keep_state(app, state)
    add_mail(app, sandbox.mail_server)
    # Taken over as they are: FastAPI would make each anew of a router that it includes.
    for part in _PARTS:
        app.router.routes.extend(part.router.routes)
    add_pages(app)

    def end_streams() -> None:
        state.watch.end_all()
        state.sweeps.end_streams()

    # Whoever runs the server ends what is being watched, for which it would wait.
    app.state.record_watch = state.watch
    app.state.end_streams = end_streams
    install_problem_handlers(app)
    install_sandbox_problems(app)
    # Pages and JSON shrink to a tenth; streams are left alone. No page holds a secret beside what
    # somebody else may have written.
    app.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=4)
    app.add_middleware(BoundedWaits)
    # The last one added stands outside: what is refused there is shown as a page too.
    app.add_middleware(RequestLimits)
    app.add_middleware(ErrorPages)
    app.add_middleware(SecurityHeaders)
    return app


def _lifespan(state: AppState) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def live(_: FastAPI) -> AsyncIterator[None]:
        state.watch.open()
        async with state.sandbox:
            state.runs.open()
            state.sweeps.open()
            try:
                yield
            finally:
                await state.watch.aclose()
                state.seeded_mail.close()
                await asyncio.to_thread(state.sweeps.close)
                await asyncio.to_thread(state.runs.close)

    return live
