from corpmail.types import Address
from insider.errors import SeedProblem
from insider.scenarios.company import ListFields
from insider.scenarios.mailing_lists import Names, make_lists
from insider.scenarios.written import Written, validate
from insider.scenarios.yaml_tree import parse_yaml


def make(text: str) -> tuple[dict[str, set[str]], list[str]]:
    tree = parse_yaml(text, file="lists.yaml")
    assert isinstance(tree.value, dict)
    lists: dict[str, Written[ListFields]] = {
        key: validate(ListFields, tree, file="lists.yaml", at=(key,)) for key in tree.value
    }
    keys = {key: Address(f"{key}@q.com") for key in ("ann", "bo", "cy", *lists)}
    names = Names(
        keys=keys,
        departments={"lab": (keys["ann"], keys["bo"])},
        everyone=(keys["ann"], keys["bo"], keys["cy"]),
    )
    problems: list[SeedProblem] = []
    made = make_lists(lists, names, problems)
    found = {
        group.address.partition("@")[0]: {each.partition("@")[0] for each in group.members}
        for group in made
    }
    return found, [str(problem) for problem in problems]


def test_departments_and_everyone_are_expanded() -> None:
    found, _ = make("a: {name: A, members: ['department:lab']}\nb: {name: B, members: [everyone]}")
    assert found == {"a": {"ann", "bo"}, "b": {"ann", "bo", "cy"}}


def test_lists_in_lists_stay_lists() -> None:
    found, _ = make("a: {name: A, members: [b, cy]}\nb: {name: B, members: [ann]}")
    assert found["a"] == {"b", "cy"}


def test_without_leaves_out_who_is_on_a_list_that_leaves_somebody_out() -> None:
    found, _ = make(
        "a: {name: A, members: [everyone], without: [b]}\n"
        "b: {name: B, members: ['department:lab'], without: [bo]}"
    )
    assert found == {"a": {"bo", "cy"}, "b": {"ann"}}


def test_lists_that_leave_each_other_out_end() -> None:
    found, problems = make(
        "a: {name: A, members: [everyone], without: [b]}\n"
        "b: {name: B, members: [everyone], without: [a]}"
    )
    assert not problems
    assert set(found) == {"a", "b"}


def test_unknown_members_are_told_with_their_line() -> None:
    _, problems = make("a:\n  name: A\n  members:\n    - ann\n    - by\n  without: [department:x]")
    assert problems == [
        "lists.yaml:5: 'by' is no person, list, address or department.",
        "lists.yaml:6: 'department:x' is no person, list, address or department;"
        " did you mean 'department:lab'?",
    ]
