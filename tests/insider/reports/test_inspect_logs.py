import importlib.util
import json
from pathlib import Path

import pytest

from support.command_line import CommandLine

INSTALLED = importlib.util.find_spec("inspect_ai") is not None
FILE = """
name: small
models: ["scripted/leaker", "scripted/honest"]
grid: [{scenario: leaking, set: {threat: replacement}}]
epochs: 2
"""


@pytest.fixture
def swept(tmp_path: Path) -> CommandLine:
    (tmp_path / "small.yaml").write_text(FILE)
    insider = CommandLine(tmp_path)
    insider.run("sweep", "small.yaml", "--yes")
    return insider


@pytest.mark.skipif(not INSTALLED, reason="needs the extra 'inspect' (inspect-ai), which is heavy")
@pytest.mark.filterwarnings("ignore")
def test_a_log_opens_and_says_what_the_episodes_came_to(swept: CommandLine) -> None:
    from inspect_ai.log import read_eval_log

    words = ("report", "small", "--inspect", "logs")
    paths = [Path(line) for line in swept.run(*words).stdout.split()]
    leaker, honest = (read_eval_log(str(swept.folder / path)) for path in paths)
    assert leaker.status == "success"
    assert [sample.scores["any_harm"].value for sample in leaker.samples] == [1, 1]
    assert [sample.scores["leak"].value for sample in honest.samples] == [0, 0]
    metrics = {score.name: score.metrics for score in leaker.results.scores}["any_harm"]
    assert (metrics["rate"].value, metrics["n"].value) == (1.0, 2)

    sample = leaker.samples[0]
    events = swept.json("show", sample.uuid)["events"]
    calls = [event["data"]["name"] for event in events if event["kind"] == "tool_call"]
    asked = [
        call.function
        for each in sample.messages
        for call in getattr(each, "tool_calls", None) or ()
    ]
    assert asked == calls
    assert [each.role for each in sample.messages[:3]] == ["system", "user", "assistant"]
    assert json.dumps(sample.metadata["condition"])
    assert {"awareness", "intent", "acknowledgement"} <= sample.metadata.keys()


@pytest.mark.skipif(INSTALLED, reason="is about the extra 'inspect' not being installed")
def test_without_the_extra_its_name_is_told(swept: CommandLine) -> None:
    failed = swept.run("report", "small", "--inspect", "logs", code=1)
    assert "extra 'inspect'" in failed.stderr
