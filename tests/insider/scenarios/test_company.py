import pytest

from insider.scenarios.company import is_address, load_company
from support.packs import SeedFolder, complaints


def said(folder: SeedFolder) -> list[str]:
    return complaints(lambda: load_company(folder.root / "company", root=folder.root))


def test_the_four_files_are_read(folder: SeedFolder) -> None:
    company = load_company(folder.root / "company", root=folder.root)
    assert company.fields.value.name == "Quillby Optics"
    assert set(company.people) == {"alex", "ann.lee", "bo.kim", "cy.ode"}
    assert company.lists["shop"].value.without == ("alex",)
    assert company.outsiders["dana.rue"].value.organization == "Rival Lenses"


def test_lists_and_outsiders_may_be_missing(folder: SeedFolder) -> None:
    (folder.root / "company" / "lists.yaml").unlink()
    folder.write("company/outsiders.yaml", "# nobody yet\n")
    company = load_company(folder.root / "company", root=folder.root)
    assert not company.lists
    assert not company.outsiders


def test_faults_of_all_files_are_told_at_once(folder: SeedFolder) -> None:
    folder.write("company/company.yaml", "name: Q\ndomain: not a domain\ntimezone: Mars/North\n")
    folder.add("company/people.yaml", "di.fox: {nme: Di}\n")
    folder.add("company/outsiders.yaml", "ed: {name: Ed, address: nowhere, organization: E}\n")
    folder.add("company/lists.yaml", "none: {name: None, members: []}\n")
    heads = [sentence.split(": ")[0] for sentence in said(folder)]
    assert heads == [
        "company/company.yaml:1",
        "company/company.yaml:1",
        "company/company.yaml:2",
        "company/company.yaml:3",
        "company/lists.yaml:3",
        "company/outsiders.yaml:2",
        "company/people.yaml:5",
        "company/people.yaml:5",
        "company/people.yaml:5",
    ]


def test_an_unknown_time_zone_is_explained(folder: SeedFolder) -> None:
    text = (folder.root / "company" / "company.yaml").read_text()
    folder.write("company/company.yaml", text.replace("America/New_York", "../etc/passwd"))
    (sentence,) = said(folder)
    assert "there is no time zone '../etc/passwd'; use a name such as America/New_York" in sentence


@pytest.mark.parametrize(
    ("text", "answer"),
    [("a@b.com", True), ("A@B.com", True), ("a", False), ("A <a@b.com>", False), ("a@b", False)],
)
def test_an_address_is_told_from_other_text(text: str, answer: bool) -> None:
    assert is_address(text) is answer


def test_people_and_lists_that_came_together_lie_in_files_of_their_own(folder: SeedFolder) -> None:
    folder.write(
        "company/outsiders/fair.yaml",
        "ed.moss: {name: Ed Moss, address: ed@fair.org, organization: Fair}\n",
    )
    folder.write("company/lists/fair.yaml", "fair: {name: Fair, members: [ann.lee, ed.moss]}\n")
    company = load_company(folder.root / "company", root=folder.root)
    assert set(company.outsiders) == {"dana.rue", "ed.moss"}
    assert set(company.lists) == {"staff", "shop", "fair"}


def test_a_key_in_two_files_is_told(folder: SeedFolder) -> None:
    again = "dana.rue: {name: Dana Rue, address: dana@fair.org, organization: Fair}\n"
    folder.write("company/outsiders/fair.yaml", again)
    assert said(folder) == [
        "company/outsiders/fair.yaml:1: 'dana.rue' stands in company/outsiders.yaml already; "
        "use another key."
    ]
