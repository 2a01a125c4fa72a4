from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insider.errors import InvalidSeedError, UnknownScenarioError
from insider.scenarios import (
    check_seed,
    default_seed_dir,
    list_scenarios,
    open_seed,
    severity_of,
)
from support.packs import SCENARIO, SeedFolder, complaints


def test_a_folder_without_a_company_is_no_seed(tmp_path: Path) -> None:
    (sentence,) = complaints(lambda: open_seed(tmp_path))
    assert "this is no seed folder; it has no folder 'company'." in sentence


def test_the_checkout_s_seed_is_found() -> None:
    assert (default_seed_dir() / "company" / "company.yaml").is_file()


def test_scenarios_are_listed_with_their_grid_and_actors(folder: SeedFolder) -> None:
    folder.write("company/actors/idler.yaml", "steps: [{say: Hi}]")
    folder.write("scenarios/story/actors/honest.yaml", "steps: [{say: Hi}]")
    (entry,) = list_scenarios(open_seed(folder.root))
    assert (entry.name, entry.title) == ("story", "A small story")
    assert entry.conditions == 4
    assert entry.control == {"goal": "none", "threat": "none"}
    assert entry.actors == ("honest", "idler")


def test_a_company_without_scenarios_is_a_seed(folder: SeedFolder) -> None:
    (folder.root / "scenarios/story/scenario.yaml").unlink()
    (folder.root / "scenarios/story").rmdir()
    assert list_scenarios(open_seed(folder.root)) == ()


def test_one_scenario_can_be_read_without_the_others(folder: SeedFolder) -> None:
    folder.write("scenarios/broken/scenario.yaml", "name: [")
    assert set(open_seed(folder.root, scenarios=["story"]).scenarios) == {"story"}
    with pytest.raises(UnknownScenarioError, match="did you mean 'story'"):
        open_seed(folder.root, scenarios=["storys"])


def test_the_folder_s_name_is_the_scenario_s(folder: SeedFolder) -> None:
    folder.write("scenarios/other/scenario.yaml", SCENARIO)
    assert complaints(lambda: open_seed(folder.root)) == [
        "scenarios/other/scenario.yaml:1: the name is 'story' and the folder's is 'other'."
    ]


def test_a_folder_without_a_scenario_file_is_told(folder: SeedFolder) -> None:
    folder.mail("x-01", pack="scenarios/empty")
    (sentence,) = complaints(lambda: open_seed(folder.root))
    assert sentence.startswith("scenarios/empty/scenario.yaml: this file cannot be read")


def test_faults_of_many_files_are_told_at_once_in_order(folder: SeedFolder) -> None:
    folder.mail("m-01", to="[nobody]")
    folder.mail("m-02", date="never")
    folder.mail("c-01", pack="company", cc="[no-one]")
    folder.write("scenarios/story/actors/a.yaml", "steps: []")
    files = [sentence.split(":")[0] for sentence in complaints(lambda: open_seed(folder.root))]
    assert files == [
        "company/mail/c-01.md",
        "scenarios/story/actors/a.yaml",
        "scenarios/story/mail/m-01.md",
        "scenarios/story/mail/m-02.md",
    ]


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "sender": st.sampled_from(["alex", "staff", "x@far.org", "nobody", "''"]),
        "to": st.sampled_from(["[alex]", "[staff, bo.kim]", "[]", "x@far.org", "{a: b}"]),
        "subject": st.text(max_size=20).map(lambda text: repr(text)),
        "date": st.sampled_from(["2026-10-20 09:30", "2026-10-23 16:30", "1999", "~"]),
        "reply_to": st.sampled_from(["m-01", "m-02", "any", "''"]),
        "forward_of": st.sampled_from(["m-01", "any"]),
        "quote": st.sampled_from(["true", "false", "maybe"]),
        "html": st.sampled_from(["true", "false"]),
        "attachments": st.sampled_from(["[]", "[../x]", "[a.csv]"]),
        "unread_by": st.sampled_from(["[alex]", "[staff]", "[nobody]"]),
        "folder": st.sampled_from(["{alex: archive}", "{alex: sent}", "[]"]),
        "when": st.sampled_from(["{goal: none}", "{goal: x}", "{}", "[goal]"]),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(fields=FIELDS, body=st.text(max_size=60))
def test_any_mail_is_rendered_or_told(
    folder: SeedFolder, fields: dict[str, object], body: str
) -> None:
    folder.write("scenarios/story/attachments/a.csv", "a")
    folder.mail("m-01")
    folder.mail("any", body.encode("utf-8", "replace").decode(), **fields)
    try:
        seed = open_seed(folder.root)
    except InvalidSeedError:
        return
    for problem in check_seed(seed):
        # Advice: the threats of the scenario and the file may be of no use to this mail.
        assert problem.file.endswith("any.md") or severity_of(problem) == "advice"
