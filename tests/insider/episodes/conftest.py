import pytest
from sqlalchemy import Engine

from insider.episodes import Sandbox
from support.stories import Stage, store_story


@pytest.fixture
def stage(engine: Engine) -> Stage:
    # Its client holds no connection: there is nothing to await.
    return Stage(Sandbox(engine), store_story(engine))
