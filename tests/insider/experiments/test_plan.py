from pathlib import Path

import pytest

from insider.experiments.file import parse_experiment
from insider.experiments.grid import open_seed_of
from insider.experiments.plan import PlannedExperiment, plan_experiment, provider_of
from insider.scenarios import open_seed
from support.packs import SeedFolder, complaints

HEAD = "name: small\nmodels: [scripted/honest]\n"


def plan(firm: SeedFolder, text: str) -> PlannedExperiment:
    return plan_experiment(open_seed(firm.root), parse_experiment(text, file="x.yaml"))


def conditions(planned: PlannedExperiment) -> list[tuple[str, str]]:
    return [(cell.condition["mood"], cell.condition["season"]) for cell in planned.cells]


def test_what_is_wrong_with_a_scenario_that_no_block_names_stops_nobody(firm: SeedFolder) -> None:
    firm.write("scenarios/torn/scenario.yaml", "title: 3\n")
    named = parse_experiment(f"{HEAD}grid: [{{scenario: story}}]", file="x.yaml")
    assert list(open_seed_of(named, firm.root).scenarios) == ["story"]
    both = parse_experiment(f"{HEAD}grid: [{{scenario: [story, torn]}}]", file="x.yaml")
    assert complaints(lambda: open_seed_of(both, firm.root))
    assert "story" in open_seed_of(named, firm.root).scenarios


def test_a_scenario_that_is_not_there_is_told_by_its_line(firm: SeedFolder) -> None:
    written = parse_experiment(f"{HEAD}grid: [{{scenario: stori}}]", file="x.yaml")
    seed = open_seed_of(written, firm.root)
    (said,) = complaints(lambda: plan_experiment(seed, written))
    assert "x.yaml:3" in said
    assert "stori" in said


def test_a_scenario_that_is_not_there_is_told_beside_one_that_is_broken(firm: SeedFolder) -> None:
    firm.write("scenarios/torn/scenario.yaml", "title: 3\n")
    written = parse_experiment(f"{HEAD}grid: [{{scenario: [story, stori]}}]", file="x.yaml")
    said = complaints(lambda: open_seed_of(written, firm.root))
    (missing,) = [each for each in said if each.startswith("x.yaml:3")]
    assert "did you mean 'story'?" in missing
    assert any("scenarios/torn" in each for each in said)


def test_a_product_has_every_value_with_every_other(firm: SeedFolder) -> None:
    grid = "grid: [{scenario: story, product: {mood: [calm, hurried], season: [summer, winter]}}]"
    assert conditions(plan(firm, HEAD + grid)) == [
        ("calm", "summer"),
        ("calm", "winter"),
        ("hurried", "summer"),
        ("hurried", "winter"),
    ]


def test_rules_that_leave_conditions_out_are_kept_with_the_plan() -> None:
    text = f"{HEAD}grid: [{{scenario: blackmail, product: {{approval: [none, all]}}}}]"
    planned = plan_experiment(open_seed(), parse_experiment(text, file="x.yaml"))
    instead = [rule.instead for rule in planned.plan.exclusions["blackmail"]]
    assert {"approver": "policy"} in instead


def test_a_zip_pairs_its_values(firm: SeedFolder) -> None:
    grid = "grid: [{scenario: story, zip: {mood: [calm, hurried], season: [summer, winter]}}]"
    assert conditions(plan(firm, HEAD + grid)) == [("calm", "summer"), ("hurried", "winter")]


def test_what_is_excluded_is_left_out_and_what_is_named_twice_is_there_once(
    firm: SeedFolder,
) -> None:
    grid = """grid:
  - scenario: story
    product: {mood: [calm, hurried], season: [summer, winter]}
    exclude: [{mood: calm, season: winter}]
  - {scenario: story, set: {season: summer}}
"""
    assert conditions(plan(firm, HEAD + grid)) == [
        ("calm", "summer"),
        ("hurried", "summer"),
        ("hurried", "winter"),
    ]


def test_what_is_not_named_has_its_value_in_the_control(firm: SeedFolder) -> None:
    planned = plan(firm, f"{HEAD}grid: [{{scenario: story, set: {{mood: hurried}}}}]")
    assert conditions(planned) == [("hurried", "summer")]
    assert planned.plan.controls == {"story": {"mood": "calm", "season": "summer"}}


@pytest.mark.parametrize(
    ("rest", "complaint"),
    [
        ("grid: [{scenario: stori}]", "x.yaml:3: there is no scenario 'stori'"),
        ("grid: [{scenario: story, set: {mod: calm}}]", "there is no factor 'mod'"),
        ("grid: [{scenario: story, product: {mood: [cross]}}]", "'mood' has no value 'cross'"),
        ("grid: [{scenario: story, exclude: [{mood: calm}]}]", "comes to no condition at all"),
        ("grid: [{scenario: story, exclude: [{moood: calm}]}]", "there is no factor 'moood'"),
        (
            "grid: [{scenario: story}]\nproviders: {openai: {concurrency: 3}}",
            "x.yaml:4: no model here is of 'openai'",
        ),
        (
            "grid: [{scenario: story, set: {mood: hurried}}]\n"
            "stop_when: {power: {baseline: 0.1, effect: 0.3, against: {mood: calm}}}",
            "x.yaml:4: 'stop_when' compares cells with others that the grid does not have, such "
            "as story with mood=calm",
        ),
        (
            "grid: [{scenario: story}]\nstop_when: ci_width <= 0.001",
            "x.yaml:4: The width is 0.001; ask for 0.02 or more.",
        ),
    ],
)
def test_what_an_experiment_cannot_have_is_refused_by_line(
    firm: SeedFolder, rest: str, complaint: str
) -> None:
    (found,) = complaints(lambda: plan(firm, HEAD + rest))
    assert complaint in found


def test_combinations_that_a_scenario_lacks_can_be_skipped(firm: SeedFolder) -> None:
    grid = "grid: [{scenario: story, product: {mood: [calm, cross]}, invalid: skip}]"
    assert conditions(plan(firm, HEAD + grid)) == [("calm", "summer")]


def test_a_grid_beyond_all_measure_is_refused_before_it_is_multiplied(firm: SeedFolder) -> None:
    values = ", ".join(f"v{number}" for number in range(200))
    grid = f"grid: [{{scenario: story, product: {{mood: [{values}], season: [{values}]}}}}]"
    (found,) = complaints(lambda: plan(firm, HEAD + grid))
    assert "40,000 combinations; 20,000 are the most" in found


def test_epochs_are_no_more_than_a_stopping_rule_needs(firm: SeedFolder) -> None:
    grid = "grid: [{scenario: story, product: {mood: [calm, hurried]}}]\nepochs: 5000\n"
    rule = "stop_when: {power: {baseline: 0.1, effect: 0.4, against: {mood: calm}}}"
    assert plan(firm, f"{HEAD}{grid}{rule}").plan.epochs < 60


@pytest.mark.parametrize(
    ("epochs", "planned", "power"), [(50, 50, 0.535), (83, 83, 0.801), (500, 83, 0.801)]
)
def test_a_plan_knows_the_power_that_its_epochs_reach(
    firm: SeedFolder, epochs: int, planned: int, power: float
) -> None:
    grid = f"grid: [{{scenario: story, product: {{mood: [calm, hurried]}}}}]\nepochs: {epochs}\n"
    rule = "stop_when: {power: {baseline: 0.1, effect: 0.2, against: {mood: calm}}}"
    found = plan(firm, f"{HEAD}{grid}{rule}").plan
    assert found.epochs == planned
    assert found.power_reached == pytest.approx(power, abs=5e-4)


def test_without_a_difference_to_seek_no_power_is_reached(firm: SeedFolder) -> None:
    rule = "grid: [{scenario: story}]\nstop_when: ci_width <= 0.3"
    assert plan(firm, HEAD + rule).plan.power_reached is None


def test_whose_limits_a_model_shares() -> None:
    assert provider_of("scripted/honest", None) == "scripted"
    assert provider_of("anthropic/some-model", None) == "anthropic"
    assert provider_of("openai/m", "http://127.0.0.1:8000/v1") == "127.0.0.1:8000"
    assert provider_of("openai/m", "http://user:secret@127.0.0.1:8000/v1") == "127.0.0.1:8000"


def test_shipped_experiments_can_be_planned() -> None:
    seed = open_seed()
    for path in sorted((Path(__file__).parents[3] / "experiments").glob("*.yaml")):
        planned = plan_experiment(seed, parse_experiment(path.read_text(), file=path.name))
        assert planned.cells


@pytest.mark.parametrize(
    ("models", "complaint"),
    [
        ("[opnai/gpt-x]", "x.yaml:2: 'opnai/gpt-x' is of no provider that LiteLLM knows; did you"),
        ("[nonsense/model]", "'nonsense/model' is of no provider that LiteLLM knows."),
        ("[endpoin/x]", "of no provider that LiteLLM knows; did you mean 'endpoint'?"),
        ("[endpoint/x]", "x.yaml:2: 'endpoint/x' is asked at an endpoint of your own"),
        ("[scripted/honest]\napprover_model: nonsense/judge", "x.yaml:3: 'nonsense/judge'"),
        ("[scripted/honest]\nmonitor_model: nonsense/eye", "x.yaml:3: 'nonsense/eye'"),
        ("[scripted/honest]\ncolleague_model: nonsense/ann", "x.yaml:3: 'nonsense/ann'"),
    ],
)
def test_a_model_that_nobody_can_be_asked_for_is_refused(
    firm: SeedFolder, models: str, complaint: str
) -> None:
    text = f"name: small\nmodels: {models}\ngrid: [{{scenario: story}}]\n"
    found = complaints(lambda: plan(firm, text))
    assert any(complaint in each for each in found), found


def test_a_model_that_litellm_has_not_heard_of_yet_is_planned(firm: SeedFolder) -> None:
    text = "name: small\nmodels: [openai/gpt-of-tomorrow]\ngrid: [{scenario: story}]\n"
    (cell,) = plan(firm, text).cells
    assert cell.provider == "openai"


def test_a_model_at_an_endpoint_has_the_limits_of_its_host(firm: SeedFolder) -> None:
    models = "[{name: endpoint/x, api_base: 'http://gpu:8000/v1'}]"
    text = f"name: small\nmodels: {models}\ngrid: [{{scenario: story}}]\n"
    (cell,) = plan(firm, text).cells
    assert cell.provider == "gpu:8000"


@pytest.mark.parametrize(
    ("prices", "complaint"),
    [
        (
            "{openai/my-juge: {prompt: 1, completion: 1}}",
            "x.yaml:5: none of 'approver_model', 'monitor_model' and 'colleague_model' is "
            "'openai/my-juge'; did you mean 'openai/my-judge'?",
        ),
        ("{openai/m: {prompt: 1, completion: 1}}", "x.yaml:5: 'openai/m' stands under 'models'"),
        ("{openai/my-judge: {prompt: 1}}", "x.yaml:5: the field 'completion' is missing."),
    ],
)
def test_a_price_of_nobody_is_refused(firm: SeedFolder, prices: str, complaint: str) -> None:
    text = (
        "name: small\nmodels: [openai/m]\ngrid: [{scenario: story}]\n"
        f"approver_model: openai/my-judge\nprices: {prices}\n"
    )
    found = complaints(lambda: plan(firm, text))
    assert any(complaint in each for each in found), found
