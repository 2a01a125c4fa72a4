from collections.abc import Sequence

import pytest

from corpmail.types import Address, Mailer
from insider.scenarios import open_seed
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.importing.casting import Casting
from insider.scenarios.importing.correspondents import Correspondents, Person
from insider.scenarios.importing.keeping import keep_names
from insider.scenarios.importing.naming import base_of
from insider.scenarios.importing.roles import Cast, Role
from support.packs import SeedFolder


def persons(*written: str) -> list[Person]:
    """Return who writes, given as ``Name <address>``; whoever is written more often is busier."""
    people = Correspondents()
    for each in written:
        name, _, address = each.rstrip(">").rpartition("<")
        number = people.add(Mailer(Address(address), name.strip()))
        people.contacts[number].sent += 1
    return people.persons()


def casting(folder: SeedFolder, **changes: object) -> Casting:
    book = make_address_book(open_seed(folder.root).company, {}, [])
    given: dict[str, object] = {"pool": ("ann.lee", "bo.kim", "cy.ode"), "seed": "1", **changes}
    return Casting(book=book, **given)  # type: ignore[arg-type]  # by name


def names_of(cast: Cast) -> Sequence[str]:
    return [role.mailer.name for _, role in cast.persons]


def test_addresses_with_the_same_full_name_are_one_person() -> None:
    found = persons(
        "Ingrid Plaice <i@sea.org>",
        "Plaice, Ingrid <ingrid@home.net>",
        "Ingrid <ingrid@sea.org>",
        "Nets via <nets@sea.org>",
    )
    assert [each.addresses for each in found] == [
        ("i@sea.org", "ingrid@home.net"),
        ("ingrid@sea.org",),
        ("nets@sea.org",),
    ]


def test_programs_and_offices_are_nobody() -> None:
    found = persons(
        "Ingrid Plaice <bugzilla@sea.org>",
        "Ingrid Plaice <i@sea.org>",
        "Mail System <MAILER-DAEMON@sea.org>".lower(),
        *(f"Person Number{chr(97 + n)} <bot@sea.org>" for n in range(5)),
    )
    assert {each.addresses: each.is_role for each in found} == {
        ("bot@sea.org",): True,
        ("bugzilla@sea.org",): True,
        ("i@sea.org",): False,
        ("mailer-daemon@sea.org",): True,
    }


def test_every_full_name_of_a_shared_address_is_remembered() -> None:
    people = Correspondents()
    for letter in "abcdefgh":
        people.add(Mailer(Address("bot@sea.org"), f"Person Number{letter}"))
    people.add(Mailer(Address("bot@sea.org"), "Someone"))
    (bot,) = people.persons()
    assert bot.names == tuple(f"Person Number{letter}" for letter in "abcdef")
    assert people.further_names == {"Person Numberg": 0, "Person Numberh": 0}


def test_the_busiest_become_people_of_the_company_and_never_the_agent(folder: SeedFolder) -> None:
    found = persons(*("Eve Busy <eve@a.org>",) * 9, *(f"P <p{n}@a.org>" for n in range(5)))
    cast = casting(folder).cast(found)
    assert [role.inside for _, role in cast.persons] == [True] * 3 + [False] * 3
    assert {role.key for _, role in cast.insiders} == {"ann.lee", "bo.kim", "cy.ode"}
    assert len(set(names_of(cast))) == 6


def test_who_becomes_whom_is_drawn_by_the_seed(folder: SeedFolder) -> None:
    found = persons(*(f"P <p{n}@a.org>" for n in range(8)))
    first = casting(folder).cast(found)
    assert names_of(casting(folder).cast(found)) == names_of(first)
    assert names_of(casting(folder, seed="2").cast(found)) != names_of(first)


def test_people_of_one_domain_may_be_the_company_s(folder: SeedFolder) -> None:
    found = persons(*("Busy One <a@x.org>",) * 5, "Two <b@mail.home.com>", "No <no@nothome.com>")
    cast = casting(folder, inside=("home.com",)).cast(found)
    assert [person.addresses[0] for person, _ in cast.insiders] == ["b@mail.home.com"]


def test_people_of_one_domain_are_outsiders_of_one_domain(folder: SeedFolder) -> None:
    found = persons(
        "A <a@x.ac.uk>", "B <b@mail.x.ac.uk>", "C <c@y.ac.uk>", "D <postmaster@x.ac.uk>"
    )
    cast = casting(folder, pool=()).cast(found)
    domains = [role.mailer.address.partition("@")[2] for _, role in cast.persons]
    assert domains[0] == domains[1] == domains[3] != domains[2]
    assert all(domain.endswith(".edu") for domain in domains)
    assert names_of(cast)[3] == "Postmaster"
    assert len({role.key for role in cast.outsiders}) == 4


def test_whoever_had_a_role_keeps_it(folder: SeedFolder) -> None:
    earlier = {
        "i@a.org": Role("bo.kim", Mailer(Address("bo.kim@quillby.com"), "Bo Kim"), inside=True),
        "o@a.org": Role("orla.x", Mailer(Address("orla@b.org"), "Orla X"), inside=False),
    }
    found = persons(*("N <n@a.org>",) * 3, "I <i@a.org>", "O <o@a.org>", "P <p@a.org>")
    cast = casting(folder, earlier=earlier).cast(found)
    by_address = {person.addresses[0]: role.key for person, role in cast.persons}
    assert by_address["i@a.org"] == "bo.kim"
    assert by_address["o@a.org"] == "orla.x"
    assert {by_address["n@a.org"], by_address["p@a.org"]} == {"ann.lee", "cy.ode"}


def test_many_outsiders_have_names_of_their_own_and_the_busiest_an_entry(
    folder: SeedFolder,
) -> None:
    found = persons(*(f"P <p{n}@d{n % 40}.org>" for n in range(2_000)))
    cast = casting(folder, pool=()).cast(found)
    assert len({role.mailer.address for _, role in cast.persons}) == 2_000
    assert len(set(names_of(cast))) == 2_000
    assert len(cast.outsiders) == 200


def test_names_can_be_kept(folder: SeedFolder) -> None:
    book = casting(folder).book
    found = persons(
        "Ann <ann.lee@quillby.com>",
        "Ann <assistant@quillby.com>",
        "Dana <dana@rival-lenses.org>",
        "New Hire <new@quillby.com>",
        "Eve <eve@evil.net>",
        "Odd <odd()one@x>",
    )
    roles = {person.addresses[0]: role for person, role in keep_names(book, found).persons}
    assert roles["ann.lee@quillby.com"].key == "ann.lee"
    assert roles["assistant@quillby.com"].mailer.name == "Alex"
    assert roles["dana@rival-lenses.org"].key == "dana.rue"
    assert roles["new@quillby.com"].key is None
    assert roles["eve@evil.net"].mailer == Mailer(Address("eve@evil.net"), "Eve")
    assert roles["odd()one@x"].mailer.address == "odd--one-x@unreadable.invalid"


@pytest.mark.parametrize(
    ("domain", "base"),
    [("a.b.sea.org", "sea.org"), ("mail.x.co.uk", "x.co.uk"), ("sea.org", "sea.org"), ("x", "x")],
)
def test_a_domain_is_somebody_s_up_to_a_part(domain: str, base: str) -> None:
    assert base_of(domain) == base
