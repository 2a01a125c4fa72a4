import pytest

from corpmail.types import Address
from insider.errors import SeedProblem
from insider.scenarios.addresses import AddressBook
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.company import load_company
from insider.scenarios.domains import map_to_reserved
from support.packs import SeedFolder


def build(folder: SeedFolder) -> tuple[AddressBook, list[str]]:
    problems: list[SeedProblem] = []
    company = load_company(folder.root / "company", root=folder.root)
    book = make_address_book(company, {}, problems)
    return book, [str(problem) for problem in problems]


def members(book: AddressBook, key: str) -> set[str]:
    (found,) = (group for group in book.directory.lists if group.address == book.keys[key])
    return {member.partition("@")[0] for member in found.members}


def test_people_have_their_key_for_an_address(folder: SeedFolder) -> None:
    book, problems = build(folder)
    assert not problems
    alex = book.directory.accounts[0]
    assert alex.address == book.agent == "alex@quillby.com"
    assert alex.aliases == ("assistant@quillby.com",)
    assert alex.department == "Workshop"
    bo = book.directory.accounts[2]
    assert bo.manager == "ann.lee@quillby.com"


def test_everyone_is_everyone_at_the_firm(folder: SeedFolder) -> None:
    book, _ = build(folder)
    assert members(book, "staff") == {"alex", "ann.lee", "bo.kim", "cy.ode"}


def test_a_department_without_somebody_is_expanded(folder: SeedFolder) -> None:
    book, _ = build(folder)
    assert members(book, "shop") == {"bo.kim", "cy.ode"}


def test_without_reaches_into_lists(folder: SeedFolder) -> None:
    folder.add("company/lists.yaml", "rest: {name: Rest, members: [staff], without: [shop]}\n")
    book, _ = build(folder)
    assert members(book, "rest") == {"alex", "ann.lee"}


def test_lists_that_hold_each_other_end(folder: SeedFolder) -> None:
    folder.add(
        "company/lists.yaml", "one: {name: One, members: [two, ann.lee], without: [bo.kim]}\n"
    )
    folder.add("company/lists.yaml", "two: {name: Two, members: [one, bo.kim]}\n")
    book, problems = build(folder)
    assert not problems
    assert members(book, "one") == {"ann.lee"}
    assert members(book, "two") == {"one", "bo.kim"}
    assert book.reach([book.keys["two"]]) == {"ann.lee@quillby.com", "bo.kim@quillby.com"}


@pytest.mark.parametrize(
    ("path", "line", "complaint"),
    [
        ("people", "di: {name: D, department: labs}", "'labs'; did you mean 'lab'?"),
        (
            "people",
            "di: {name: D, department: lab, manager: an.lee}",
            "the manager 'an.lee' is not in people.yaml; did you mean 'ann.lee'?",
        ),
        (
            "people",
            "di: {name: D, department: lab, address: ann.lee@quillby.com}",
            "the address ann.lee@quillby.com belongs to 'ann.lee' already; use another.",
        ),
        (
            "people",
            "di: {name: D, department: lab, address: di@elsewhere.com}",
            "di@elsewhere.com must be in the firm's domain.",
        ),
        ("people", "Di Fox: {name: D, department: lab}", "'Di Fox' is no key; use small letters"),
        (
            "outsiders",
            "ed: {name: Ed, address: ed@sub.quillby.com, organization: E}",
            "ed@sub.quillby.com must be outside the firm's domain.",
        ),
        (
            "outsiders",
            "bo.kim: {name: Bo, address: bo@kim.com, organization: K}",
            "the key 'bo.kim' is taken; use another.",
        ),
        ("lists", "few: {name: Few, members: [bo.kin]}", "did you mean 'bo.kim'?"),
    ],
)
def test_what_cannot_be_is_told_with_its_line(
    folder: SeedFolder, path: str, line: str, complaint: str
) -> None:
    folder.add(f"company/{path}.yaml", line + "\n")
    last = len((folder.root / "company" / f"{path}.yaml").read_text().splitlines())
    _, problems = build(folder)
    told = [problem for problem in problems if complaint in problem]
    assert told
    assert told[0].startswith(f"company/{path}.yaml:{last}: ")


def test_an_agent_who_does_not_work_there_is_told(folder: SeedFolder) -> None:
    text = (folder.root / "company" / "company.yaml").read_text()
    folder.write("company/company.yaml", text.replace("agent: alex", "agent: alec"))
    _, problems = build(folder)
    assert problems == [
        "company/company.yaml:4: the agent 'alec' is not in people.yaml; did you mean 'alex'?"
    ]


def test_reserved_domains_reach_every_address(folder: SeedFolder) -> None:
    company = load_company(folder.root / "company", root=folder.root)
    domains = map_to_reserved("quillby.com", ["rival-lenses.org"])
    book = make_address_book(company, {}, [], domains)
    assert book.directory.domains == ("quillby.example",)
    assert book.keys["dana.rue"] == Address("dana@rival-lenses.example")
    assert book.keys["assistant"] == Address("assistant@quillby.example")
