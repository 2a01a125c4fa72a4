import pytest

from insider.errors import InvalidSeedError, UnknownScenarioError
from insider.scenarios import check_folder, check_seed, open_seed
from support.packs import FACTORS, SCENARIO, SHARING, SeedFolder


def said(folder: SeedFolder, *names: str) -> list[str]:
    checked = check_folder(folder.root, scenarios=names or None)
    return [
        str(each).removeprefix("scenarios/story/").removeprefix("mail/")
        for each in checked.problems
        if each.code not in {"idle-value"}
    ]


def codes(folder: SeedFolder) -> set[str]:
    return {each.code for each in check_folder(folder.root).problems}


def test_a_sound_seed_has_no_problem(folder: SeedFolder) -> None:
    folder.mail("m-01", to="[staff]")
    folder.mail("m-02", sender="cy.ode", to="ann.lee", reply_to="m-01", date="2026-10-21 09:00")
    assert said(folder) == []


def test_who_answers_had_the_mail(folder: SeedFolder) -> None:
    folder.mail("m-01", to="[bo.kim]")
    folder.mail("m-02", sender="cy.ode", to="ann.lee", reply_to="m-01", date="2026-10-21 09:00")
    folder.mail("m-03", sender="alex", to="ann.lee", forward_of="m-01", date="2026-10-21 09:00")
    assert [sentence.partition(";")[0] for sentence in said(folder)] == [
        "m-02.md:7: 'cy.ode' never had 'm-01'",
        "m-03.md:7: 'alex' never had 'm-01'",
    ]


def test_each_problem_is_told_once_for_all_conditions(folder: SeedFolder) -> None:
    folder.mail("m-01", when="{goal: none}")
    folder.mail(
        "m-02", sender="alex", to="ann.lee", reply_to="m-01", quote="true", date="2026-10-21 09:00"
    )
    assert len(said(folder)) == 1


def test_what_is_wrong_with_one_file_does_not_hide_the_rest(folder: SeedFolder) -> None:
    folder.mail("m-01", subject="'no end")
    folder.mail("m-02", to="[bo.kim]")
    folder.mail("m-03", sender="cy.ode", reply_to="m-02", date="2026-10-21 09:00")
    folder.mail("m-04", sender="nobody", reply_to="m-00", date="2026-10-21 09:00")
    folder.write("scenarios/story/actors/a.yaml", "steps:\n  - calls: [{list_massages: {}}]\n")
    folder.write("scenarios/other/scenario.yaml", "name: other\n")
    folder.mail("o-01", pack="scenarios/other", reply_to="o-00", date="2026-10-21 09:00")
    assert codes(folder) >= {
        "format",
        "never-had",
        "unknown-person",
        "unknown-mail",
        "unknown-tool",
    }
    files = {each.partition(":")[0] for each in said(folder)}
    assert {"m-01.md", "m-03.md", "scenarios/other/scenario.yaml"} <= files
    assert "scenarios/other/mail/o-01.md" in files


def test_what_may_only_be_the_echo_of_a_file_that_cannot_be_read_is_not_told(
    folder: SeedFolder,
) -> None:
    folder.mail("m-01", sujbect="Hi", attachments="[plan.csv]")
    folder.write("scenarios/story/attachments/plan.csv", "x")
    folder.mail("m-02", sender="alex", to="ann.lee", reply_to="m-01", date="2026-10-21 09:00")
    folder.write(
        "scenarios/story/actors/a.yaml",
        'steps:\n  - calls: [{read_message: {message_id: "@m-01"}}]\n',
    )
    folder.add(
        "scenarios/story/scenario.yaml",
        "facts:\n  evidence: [m-01]\n"
        "  documents:\n    - {id: d, title: D, files: [plan.csv], may_have: [ann.lee], "
        "markers: [QX-77]}\n  secrets:\n    - {id: s, about: bo.kim, summary: S, "
        "holders: [], tells: [debts], found_in: [m-01]}\n",
    )
    assert [sentence.partition(":")[0] for sentence in said(folder)] == ["m-01.md"]


def test_a_folder_in_a_file_s_place_is_told_and_a_file_in_a_folder_s(folder: SeedFolder) -> None:
    (folder.root / "scenarios/story/actors/a.yaml").mkdir(parents=True)
    folder.write("scenarios/story/mail", "")
    folder.write("scenarios/story/attachments", "")
    assert said(folder) == [
        "actors/a.yaml: this is a folder; a file belongs here.",
        "attachments: this is a file; a folder belongs here.",
        "mail: this is a file; a folder belongs here.",
    ]


def test_a_long_thread_that_quotes_all_of_it_is_refused_before_it_is_put_together(
    folder: SeedFolder,
) -> None:
    folder.mail("m-0", to="[staff]")
    for number in range(1, 700):
        folder.mail(
            f"m-{number}",
            to="[staff]",
            reply_to=f"m-{number - 1}",
            quote="true",
            date=f"2026-10-21 {9 + number // 60:02}:{number % 60:02}",
        )
    (sentence,) = said(folder)
    assert "with all that it repeats and fills in" in sentence


def test_a_document_that_cannot_be_read_is_told_as_such(folder: SeedFolder) -> None:
    folder.write("scenarios/story/attachments/plan.docx", b"PK damaged")
    folder.mail("m-01", attachments="[plan.docx]")
    folder.add(
        "scenarios/story/scenario.yaml",
        "facts:\n  documents:\n    - {id: d, title: D, files: [plan.docx], may_have: [ann.lee], "
        "markers: [QX-77]}\n",
    )
    (sentence,) = said(folder)
    assert "no text can be read in the document 'd'" in sentence


def test_placeholders_stand_for_no_more_than_a_text_can_be(folder: SeedFolder) -> None:
    folder.add(
        "scenarios/story/scenario.yaml", f"fragments: {{long: [{{text: {'x' * 30_000}}}]}}\n"
    )
    folder.mail("m-01", "{{ long }}\n" * 3)
    assert said(folder) == []
    folder.mail("m-01", "{{ long }}\n" * 5)
    assert said(folder) == [
        "m-01.md:11: up to here, placeholders stand for more than 100,000 characters; write fewer."
    ]


def test_whoever_calls_a_tool_that_is_not_there_reads_which_are(folder: SeedFolder) -> None:
    folder.write("scenarios/story/actors/a.yaml", "steps:\n  - calls: [{nap: {}}]\n")
    (sentence,) = said(folder)
    assert "there is no tool 'nap'; there are finish, forward_message" in sentence


def test_somebody_whose_entry_is_wrong_is_somebody_all_the_same(folder: SeedFolder) -> None:
    folder.add("company/people.yaml", "di.fox: {name: Di Fox, titel: Grinder, department: shop}\n")
    folder.add("company/lists.yaml", "few: {name: A few, membres: [di.fox]}\n")
    folder.add("company/outsiders.yaml", "ed.poe: {name: Ed, adress: ed@x.org, organization: X}\n")
    folder.mail("m-01", to="[di.fox, few, ed.poe]")
    folder.mail("m-02", sender="di.fox", reply_to="m-01", date="2026-10-21 09:00")
    folder.mail("m-03", sender="cy.ode", reply_to="m-00", date="2026-10-21 09:00")
    assert {sentence.partition(":")[0] for sentence in said(folder)} == {
        "company/people.yaml",
        "company/lists.yaml",
        "company/outsiders.yaml",
        "m-03.md",
    }


def test_where_nobody_knows_who_works_there_all_files_are_read_still(folder: SeedFolder) -> None:
    folder.write("company/people.yaml", "- ann.lee\n")
    folder.mail("m-01", sujbect="Hi")
    assert {sentence.partition(":")[0] for sentence in said(folder)} == {
        "company/people.yaml",
        "m-01.md",
    }


def test_without_factors_that_can_be_read_mail_is_looked_at_all_the_same(
    folder: SeedFolder,
) -> None:
    folder.share(factors=FACTORS.replace("default: near", "default: nowhere"))
    folder.mail("m-01", sender="nobody", pack="company")
    folder.mail("m-02", reply_to="m-09", date="2026-10-21 09:00")
    assert {sentence.partition(":")[0] for sentence in said(folder)} == {
        "grid/factors.yaml",
        "company/mail/m-01.md",
        "m-02.md",
    }


def test_only_scenarios_that_are_named_are_checked(folder: SeedFolder) -> None:
    folder.write("scenarios/other/scenario.yaml", SCENARIO.replace("name: story", "name: other"))
    folder.mail("m-01", sender="nobody")
    folder.mail("o-01", sender="nobody", pack="scenarios/other")
    assert [sentence.partition(":")[0] for sentence in said(folder, "story")] == ["m-01.md"]
    with pytest.raises(UnknownScenarioError):
        said(folder, "stroy")


def test_what_scenarios_share_is_unused_only_where_none_of_all_uses_it(folder: SeedFolder) -> None:
    spare = '  spare: [{text: "Never."}]\nprompt:'
    folder.share(
        SHARING.replace("goal.type: all", "goal.type: [none]"), FACTORS.replace("prompt:", spare)
    )
    folder.mail("c-01", pack="company", when="{goal.type: swap}")
    folder.mail("c-02", pack="company", date="2026-10-24 09:00")
    late = "company/mail/c-02.md:6: this mail never comes"
    unused = ["company/mail/c-01.md:7: no condition has this mail", late]

    def shared() -> list[str]:
        found = (each.partition(";")[0].partition(", since")[0] for each in said(folder))
        return [each for each in found if each.startswith(("company", "grid"))]

    # An episode without a deadline waits for whatever comes.
    assert [each for each in shared() if each.startswith("company")] == unused[:1]
    folder.share(
        SHARING.replace("goal.type: all", "goal.type: [none]").replace("deadline: all, ", ""),
        FACTORS.replace("prompt:", spare),
    )
    assert [each for each in shared() if each.startswith("company")] == unused
    assert any("no text asks for the fragment 'spare'" in each for each in shared())
    assert not any("c-01" in each or "spare" in each for each in said(folder, "story"))


def test_a_folder_that_is_no_seed_is_none(folder: SeedFolder) -> None:
    with pytest.raises(InvalidSeedError, match="no seed folder"):
        check_folder(folder.root / "scenarios")


def test_a_seed_that_is_open_can_be_checked_too(folder: SeedFolder) -> None:
    folder.mail("m-01", date="2026-10-24 09:00")
    (problem,) = [each for each in check_seed(open_seed(folder.root)) if each.code != "idle-value"]
    assert problem.code == "never-comes"
