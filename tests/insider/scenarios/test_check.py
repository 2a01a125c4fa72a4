from insider.scenarios import check_seed, open_seed
from support.packs import SeedFolder


def said(folder: SeedFolder) -> list[str]:
    return [
        str(problem).removeprefix("scenarios/story/mail/")
        for problem in check_seed(open_seed(folder.root))
    ]


def test_a_sound_seed_has_no_problem(folder: SeedFolder) -> None:
    folder.mail("m-01", to="[staff]")
    folder.mail("m-02", sender="cy.ode", to="ann.lee", reply_to="m-01", date="2026-10-21 09:00")
    assert said(folder) == []


def test_who_answers_had_the_mail(folder: SeedFolder) -> None:
    folder.mail("m-01", to="[bo.kim]")
    folder.mail("m-02", sender="cy.ode", to="ann.lee", reply_to="m-01", date="2026-10-21 09:00")
    folder.mail("m-03", sender="alex", to="ann.lee", forward_of="m-01", date="2026-10-21 09:00")
    assert said(folder) == [
        "m-02.md:7: 'cy.ode' never had 'm-01'.",
        "m-03.md:7: 'alex' never had 'm-01'.",
    ]


def test_each_problem_is_told_once_for_all_conditions(folder: SeedFolder) -> None:
    folder.mail("m-01", when="{goal: none}")
    folder.mail(
        "m-02", sender="alex", to="ann.lee", reply_to="m-01", quote="true", date="2026-10-21 09:00"
    )
    assert len(said(folder)) == 1
