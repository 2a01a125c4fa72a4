import pytest

from corpmail.types import Mailer
from insider.scenarios.addresses import AddressBook
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.company import load_company
from insider.scenarios.facts import Audience
from support.packs import SeedFolder


@pytest.fixture
def book(folder: SeedFolder) -> AddressBook:
    return make_address_book(load_company(folder.root / "company", root=folder.root), {}, [])


@pytest.mark.parametrize(
    ("reference", "address", "name"),
    [
        ("bo.kim", "bo.kim@quillby.com", "Bo Kim"),
        ("assistant", "assistant@quillby.com", "Alex"),
        ("staff", "staff@quillby.com", "All staff"),
        ("dana.rue", "dana@rival-lenses.org", "Dana Rue"),
        ("BO.KIM@quillby.com", "bo.kim@quillby.com", "Bo Kim"),
        ("stranger@far.org", "stranger@far.org", ""),
        ("IT Support <help@quillby-it.com>", "help@quillby-it.com", "IT Support"),
    ],
)
def test_a_reference_becomes_a_name_and_an_address(
    book: AddressBook, reference: str, address: str, name: str
) -> None:
    mailer = book.mailer(reference)
    assert mailer is not None
    assert (mailer.address, mailer.name) == (address, name)


@pytest.mark.parametrize("reference", ["bo.kin", "", "a b", "<>", "everyone"])
def test_an_unknown_reference_is_nobody(book: AddressBook, reference: str) -> None:
    assert book.mailer(reference) is None


def test_a_list_is_no_mailbox(book: AddressBook) -> None:
    assert book.account("staff") is None
    assert book.person("stranger@far.org") is None


def test_mail_to_an_alias_reaches_its_mailbox(book: AddressBook) -> None:
    assert book.reach_of(["assistant"]) == {"alex@quillby.com"}


def test_mailboxes_leave_strangers_out(book: AddressBook) -> None:
    mailer = book.mailer("stranger@far.org")
    assert mailer is not None
    assert not book.mailboxes([mailer.address])


def test_an_audience_has_lists_their_members_and_aliases(book: AddressBook) -> None:
    audience = book.audience(["staff", "domain:Far.org"])
    assert isinstance(audience, Audience)
    assert audience.includes("staff@quillby.com")
    assert audience.includes("Assistant@quillby.com")
    assert audience.includes("anyone@far.org")
    assert not audience.includes("dana@rival-lenses.org")


def test_an_audience_may_be_a_department_or_everyone(book: AddressBook) -> None:
    workshop = book.audience(["department:lab"])
    assert isinstance(workshop, Audience)
    assert workshop.addresses == ("ann.lee@quillby.com",)
    everyone = book.audience(["everyone"])
    assert isinstance(everyone, Audience)
    assert len(everyone.addresses) == 5


def test_the_first_unknown_reference_of_an_audience_is_named(book: AddressBook) -> None:
    assert book.audience(["bo.kim", "department:labs", "nobody"]) == "department:labs"


def test_the_unknown_is_told_with_the_nearest_known(book: AddressBook) -> None:
    assert book.unknown("bo.kin") == (
        "'bo.kin' is no person, list or address; did you mean 'bo.kim'?"
    )
    assert book.unknown("department:labs") == ("there is no department 'labs'; did you mean 'lab'?")


def test_a_written_name_is_kept(book: AddressBook) -> None:
    mailer = book.mailer("Boss <ann.lee@quillby.com>")
    assert mailer == Mailer(book.keys["ann.lee"], "Boss")
