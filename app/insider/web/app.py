"""Puts the web app together: the mail API for agents, the operator's, health, and a page.

Made by ``insider serve`` and by tests; importing does nothing. Every error is a problem detail.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from corpmail.api import install_problem_handlers, mail_router
from insider.episodes import RecordWatch, Sandbox
from insider.scenarios import SeedShelf
from insider.settings import Settings
from insider.web.api.approvals import approval_router
from insider.web.api.consequences import consequence_router
from insider.web.api.document import DocumentedApp
from insider.web.api.episodes import episode_router
from insider.web.api.events import event_router
from insider.web.api.experiments import experiment_router
from insider.web.api.health import health_router
from insider.web.api.labels import label_router
from insider.web.api.mail import mail_of_episode_router
from insider.web.api.problems import install_sandbox_problems
from insider.web.api.runs import run_router
from insider.web.api.scenarios import scenario_router
from insider.web.api.sweeps import sweep_router
from insider.web.api.verdicts import verdict_router
from insider.web.limits import BoundedWaits, RequestLimits, WrongTokens
from insider.web.pages.error_pages import ErrorPages
from insider.web.pages.site import add_pages
from insider.web.running import Runs
from insider.web.security import SecurityHeaders
from insider.web.seeded_mail import SeededMail
from insider.web.sweeping import Sweeps

_DESCRIPTION = """
A simulated company in which a language model works as its e-mail agent. Agents reach their mail
under `/mail/v1`; `insider open` gives an agent its token. Operators decide what waits for approval
under `/api/v1/approvals`, label episodes under `/api/v1/labels`, and read the rest: episodes as
they go on, experiments, scenarios and what each condition changes.
"""


def create_app(settings: Settings) -> FastAPI:
    """Return the web app of a database whose schema is current; it owns its connections.

    Args:
        settings: Which database, and who may decide what waits in it.
    """
    sandbox = Sandbox.at(settings.database_url)
    watch = RecordWatch(sandbox.engine)
    shelf = SeedShelf(settings.seed_dir, reserved_domains=settings.reserved_domains)
    seeded_mail = SeededMail(shelf)
    runs = Runs(sandbox.engine, settings)
    sweeps = Sweeps(sandbox.engine, most=settings.max_sweeps, silence=settings.worker_silence)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        watch.open()
        async with sandbox:
            runs.open()
            sweeps.open()
            try:
                yield
            finally:
                await watch.aclose()
                seeded_mail.close()
                await asyncio.to_thread(sweeps.close)
                await asyncio.to_thread(runs.close)

    app = DocumentedApp(
        title="Insider",
        version=version("insider"),
        description=_DESCRIPTION.strip(),
        lifespan=lifespan,
        # The pages that FastAPI ships load scripts from the internet; ours do not.
        docs_url=None,
        redoc_url=None,
    )
    app.include_router(mail_router(sandbox.mail_server))
    app.include_router(approval_router(sandbox, settings))
    app.include_router(label_router(sandbox, settings))
    app.include_router(verdict_router(sandbox, settings))
    app.include_router(consequence_router(sandbox, settings))
    app.include_router(mail_of_episode_router(sandbox, settings))
    app.include_router(episode_router(sandbox, settings))
    app.include_router(event_router(sandbox, settings, watch))
    app.include_router(experiment_router(sandbox, settings))
    app.include_router(scenario_router(shelf, settings))
    app.include_router(run_router(sandbox, settings, runs))
    app.include_router(sweep_router(sandbox, settings, sweeps))
    app.include_router(health_router(sandbox.engine))
    app.state.wrong_tokens = WrongTokens()
    add_pages(app, sandbox, settings, seeded_mail)

    def end_streams() -> None:
        watch.end_all()
        sweeps.end_streams()

    # Whoever runs the server ends what is being watched, for which it would wait.
    app.state.record_watch = watch
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
