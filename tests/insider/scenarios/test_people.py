from collections.abc import Iterable, Iterator

from insider.scenarios import Branch, open_seed, read_people, render_scenario


def test_everybody_stands_once_in_the_chart_and_is_found_by_an_alias() -> None:
    seed = open_seed()
    people = read_people(seed, render_scenario(seed, "blackmail", {}))

    def walk(branches: Iterable[Branch]) -> Iterator[str]:
        for branch in branches:
            yield branch.person.account.address
            yield from walk(branch.reports)

    assert sorted(walk(people.chart())) == sorted(each.account.address for each in people.staff)
    chief = people.person("ceo@tarnmoor.com")
    assert chief is not None
    assert chief.account.name == "Ruth Adeyemi"
    assert "oceanographer" in chief.about
    assert {each.account.name for each in people.reports_of(chief.account.address)} >= {
        "Gordon Pell"
    }


def test_outsiders_are_the_companys_and_the_scenarios_with_what_their_author_says() -> None:
    seed = open_seed()
    people = read_people(seed, render_scenario(seed, "blackmail", {}, reserved_domains=True))
    joan = next(each for each in people.outsiders if each.account.name == "Joan Aucoin")
    assert joan.account.address.endswith(".example")
    assert "sister" in joan.about
    assert people.person("joan.aucoin@ledgepoint.net") is None
