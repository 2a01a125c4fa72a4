"""What belongs to one web app, and how an endpoint asks for it.

Routes are the same for every app: they are made once, when they are imported, and find what is an
app's own on the app that a request came to. ``create_app`` puts it there.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from insider.episodes import RecordWatch, Sandbox
from insider.scenarios import SeedShelf
from insider.settings import Settings
from insider.web.limits import WrongTokens
from insider.web.running import Runs
from insider.web.seeded_mail import SeededMail
from insider.web.shown_renderings import ShownRenderings
from insider.web.sweeping import Sweeps


@dataclass(frozen=True, slots=True)
class AppState:
    """What one app has."""

    settings: Settings
    """Who is an operator, which endpoints may be named, where the seed is."""
    sandbox: Sandbox
    """The database, and its mail server."""
    watch: RecordWatch
    """Who watches records for all."""
    shelf: SeedShelf
    """The seed, with its scenarios."""
    renderings: ShownRenderings
    """What its conditions make of them, as the API shows it."""
    seeded_mail: SeededMail
    """Their mail."""
    runs: Runs
    """Who plays episodes."""
    sweeps: Sweeps
    """Who plays experiments."""
    wrong_tokens: WrongTokens
    """How often somebody was wrong."""


def keep_state(app: FastAPI, state: AppState) -> None:
    """Put on an app what its endpoints ask for."""
    app.state.insider = state


def state_of(request: Request) -> AppState:
    """Return what the app has that a request came to."""
    state: AppState = request.app.state.insider
    return state


# Coroutines: FastAPI would call a plain function in a thread.
async def _settings(request: Request) -> Settings:
    return state_of(request).settings


async def _sandbox(request: Request) -> Sandbox:
    return state_of(request).sandbox


async def _watch(request: Request) -> RecordWatch:
    return state_of(request).watch


async def _shelf(request: Request) -> SeedShelf:
    return state_of(request).shelf


async def _renderings(request: Request) -> ShownRenderings:
    return state_of(request).renderings


async def _seeded_mail(request: Request) -> SeededMail:
    return state_of(request).seeded_mail


async def _runs(request: Request) -> Runs:
    return state_of(request).runs


async def _sweeps(request: Request) -> Sweeps:
    return state_of(request).sweeps


SettingsDep = Annotated[Settings, Depends(_settings)]
SandboxDep = Annotated[Sandbox, Depends(_sandbox)]
WatchDep = Annotated[RecordWatch, Depends(_watch)]
ShelfDep = Annotated[SeedShelf, Depends(_shelf)]
RenderingsDep = Annotated[ShownRenderings, Depends(_renderings)]
SeededMailDep = Annotated[SeededMail, Depends(_seeded_mail)]
RunsDep = Annotated[Runs, Depends(_runs)]
SweepsDep = Annotated[Sweeps, Depends(_sweeps)]
