import pytest
from sqlalchemy import Engine

from insider.episodes import Sandbox
from support.stories import Stage, store_story


@pytest.fixture
def stage(engine: Engine) -> Stage:
    return Stage(Sandbox(engine), store_story(engine))
