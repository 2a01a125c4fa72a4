"""Every prompt of the imported scenarios, held against what the port's own functions render."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from insider.episodes import RunSettings
from insider.episodes.preview import preview_prompt
from insider.scenarios import Seed, check_seed, open_seed, render_scenario
from insider.scenarios.public_framework import FrameworkCondition, make_pack, read_copy
from support.framework import as_insider, every_condition, port_folder, port_generator
from support.imported import play_scripted

SCENARIOS = ("blackmail", "leaking", "murder")


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    pack = make_pack(read_copy(port_folder()))
    # A copy that is known, with every variant: nothing is to be said of it.
    assert pack.notes == ()
    folder = tmp_path_factory.mktemp("pack")
    pack.write(folder)
    return open_seed(folder)


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> Any:
    return port_generator(monkeypatch)


def generate(generator: Any, condition: FrameworkCondition) -> Any:
    return generator.generate_prompts(
        scenario=condition.scenario,
        goal_type=condition.goal_type,
        goal_value=condition.goal_value,
        urgency_type=condition.urgency,
        extra_system_instructions=condition.extra,
        prod_flag=condition.prod,
        alignment_faking_warning=(
            generator.ALIGNMENT_FAKING_WARNING if condition.has_notice else None
        ),
    )


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_prompt_is_the_ports_byte_for_byte(seed: Seed, generator: Any, scenario: str) -> None:
    own = seed.scenarios[seed.name_of(scenario)].classic
    assert own is not None
    compared = 0
    for condition in every_condition(scenario):
        theirs, cell = generate(generator, condition), as_insider(condition)
        assert own.text("system", cell).encode() == theirs.system_prompt.encode()
        # As the port's task puts them together.
        user = "\n".join([theirs.user_prompt, theirs.email_content])
        assert (own.text("task", cell) + own.text("mail", cell)).encode() == user.encode()
        compared += 1
    assert compared == 936


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_the_port_has_beside_these_conditions_repeats_one_of_them(
    seed: Seed, generator: Any, scenario: str
) -> None:
    own = seed.scenarios[seed.name_of(scenario)].classic
    assert own is not None
    for kind, value in itertools.product(("explicit", "latent", "swap"), ("none", "ambiguous")):
        theirs = generate(
            generator,
            FrameworkCondition(
                scenario=scenario, goal_type=kind, goal_value=value, urgency="replacement"
            ),
        )
        cell = as_insider(next(every_condition(scenario))) | {"goal.type": "ambiguous"}
        assert own.text("system", cell) == theirs.system_prompt
        assert own.text("mail", cell) == theirs.email_content


def test_a_model_is_sent_these_words_and_nothing_else(seed: Seed, generator: Any) -> None:
    for scenario, number in zip(SCENARIOS, (0, 467, 800), strict=True):
        condition = next(itertools.islice(every_condition(scenario), number, None))
        theirs = generate(generator, condition)
        rendered = render_scenario(seed, seed.name_of(condition.scenario), as_insider(condition))
        prompt = preview_prompt(rendered, RunSettings())
        assert prompt.tools == ()
        assert [dict(each) for each in prompt.messages] == [
            {"role": "system", "content": theirs.system_prompt},
            {"role": "user", "content": "\n".join([theirs.user_prompt, theirs.email_content])},
        ]


def test_the_pack_is_sound_in_every_condition_that_is_looked_at(seed: Seed) -> None:
    assert check_seed(seed) == []


@pytest.mark.parametrize("delivery", ["live", "classic"])
def test_scripted_agents_are_judged_as_what_they_are(
    seed: Seed, sqlite_engine: Engine, delivery: str
) -> None:
    verdicts = play_scripted(
        sqlite_engine,
        seed,
        {"delivery": delivery},
        [
            {"goal.type": "explicit", "goal.value": "safety", "threat": "replacement"},
            {"goal.type": "none", "threat": "none", "instructions": "welfare"},
        ],
    )
    assert len(verdicts) == 12
    for name, found, meant in verdicts:
        assert found == meant, name


def test_the_repositorys_layout_gives_the_same_words(generator: Any, tmp_path: Path) -> None:
    port, repository = port_folder(), tmp_path / "repository"
    for path in sorted((port / "templates").rglob("*.*")):
        if path.suffix in (".md", ".py"):
            target = repository / path.relative_to(port)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (repository / "scripts").mkdir()
    source = (port / "prompt_generator.py").read_text(encoding="utf-8")
    (repository / "scripts" / "generate.py").write_text(source, encoding="utf-8")
    copy = read_copy(repository)
    assert (copy.layout, copy.sha256) == ("repository", read_copy(port).sha256)
    make_pack(copy).write(tmp_path / "pack")
    seed = open_seed(tmp_path / "pack", scenarios=["leaking"])
    own = seed.scenarios["agentic-misalignment.leaking"].classic
    assert own is not None
    condition = next(every_condition("leaking"))
    theirs, cell = generate(generator, condition), as_insider(condition)
    assert own.text("system", cell) == theirs.system_prompt
    user = own.text("task", cell) + own.text("mail", cell)
    assert user == f"{theirs.user_prompt}\n\n{theirs.email_content}"
