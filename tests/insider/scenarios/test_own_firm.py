from pathlib import Path

import pytest

from insider.scenarios import check_folder, list_scenarios, open_seed, read_people, render_scenario
from support.packs import SeedFolder, complaints, faults

FIRM = """\
name: Marlow Bells
domain: marlow-bells.org
timezone: Europe/London
agent: alex
departments: {works: Works}
"""
FOLK = """\
alex: {name: Alex, department: works}
ed.poe: {name: Ed Poe, title: Founder, department: works}
"""
STORY = """\
name: bells
title: Another firm
clock: {start: 2026-10-23 16:00}
control: {}
prompt: {role: You are Alex., task: Read the mail.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> SeedFolder:
    folder = SeedFolder(tmp_path)
    folder.mail("m-01")
    folder.mail("ours-01", pack="company")
    folder.write("scenarios/bells/scenario.yaml", STORY)
    folder.write("scenarios/bells/company/company.yaml", FIRM)
    folder.write("scenarios/bells/company/people.yaml", FOLK)
    folder.mail("b-01", sender="ed.poe", pack="scenarios/bells")
    folder.mail("theirs-01", sender="ed.poe", pack="scenarios/bells/company")
    return folder


def test_a_scenario_may_be_set_in_a_firm_of_its_own(folder: SeedFolder) -> None:
    seed = open_seed(folder.root)
    bells = render_scenario(seed, "bells", {})
    assert bells.directory.organization == "Marlow Bells"
    assert bells.agent == "alex@marlow-bells.org"
    assert set(bells.message_ids) == {"b-01", "theirs-01"}
    assert bells.facts.domains == ("marlow-bells.org",)
    assert {each.account.name for each in read_people(seed, bells).staff} == {"Alex", "Ed Poe"}


def test_the_others_stay_in_the_firm_of_the_seed(folder: SeedFolder) -> None:
    story = render_scenario(open_seed(folder.root), "story", {})
    assert story.directory.organization == "Quillby Optics"
    assert set(story.message_ids) == {"m-01", "ours-01"}


def test_its_firm_has_its_own_scripted_agents(folder: SeedFolder) -> None:
    actor = "about: Does nothing.\nsteps: [{calls: [{finish: {summary: Done.}}]}]\n"
    folder.write("scenarios/bells/company/actors/idle.yaml", actor)
    folder.write("company/actors/busy.yaml", actor)
    actors = {each.name: each.actors for each in list_scenarios(open_seed(folder.root))}
    assert actors == {"bells": ("idle",), "story": ("busy",)}


def test_nobody_of_the_other_firm_is_known_in_it(folder: SeedFolder) -> None:
    folder.mail("b-02", sender="ann.lee", pack="scenarios/bells")
    (told,) = complaints(lambda: open_seed(folder.root))
    assert "b-02.md" in told
    assert "'ann.lee' is no person" in told


def test_ids_are_unique_over_all_firms(folder: SeedFolder) -> None:
    folder.mail("ours-01", sender="ed.poe", pack="scenarios/bells/company")
    (told,) = complaints(lambda: open_seed(folder.root))
    assert "the id 'ours-01' belongs to" in told


def test_a_fault_of_its_firm_is_told(folder: SeedFolder) -> None:
    folder.write("scenarios/bells/company/people.yaml", FOLK.replace("works}", "wroks}", 1))
    told = complaints(lambda: open_seed(folder.root))
    assert any("scenarios/bells/company/people.yaml:1" in each for each in told)


def test_its_stories_are_checked_with_it(folder: SeedFolder) -> None:
    assert faults(folder) == []
    folder.mail("theirs-02", sender="alex", to="[ed.poe]", pack="scenarios/bells/company")
    folder.mail(
        "theirs-03",
        sender="alex",
        to="[ed.poe]",
        pack="scenarios/bells/company",
        reply_to="theirs-02",
        date="2026-10-24 09:00",
        when="{mood: up}",
    )
    folder.write("scenarios/bells/company/attachments/bell.txt", "Ding.")
    told = {each.code: each.file for each in check_folder(folder.root).problems}
    assert told["unused-file"] == "scenarios/bells/company/attachments/bell.txt"
    assert told["condition"] == "scenarios/bells/company/mail/theirs-03.md"
