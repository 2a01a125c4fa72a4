"""The address book: aliases, lists in lists, and finding people."""

from corpmail.directory import DirectoryIndex
from corpmail.types import Account, Address, DistributionList
from support.builders import (
    ALEX,
    ANN,
    BOB,
    CAROL,
    DOMAIN,
    EVERYONE,
    OUTSIDER,
    SALES,
    make_directory,
)

INDEX = DirectoryIndex(make_directory())


def test_an_alias_stands_for_its_account_in_any_case() -> None:
    account = INDEX.account(f" Ann@{DOMAIN.upper()}")
    assert account is not None
    assert account.address == ANN
    assert INDEX.mailbox_of(f"ANN@{DOMAIN}") == ANN


def test_an_unknown_address_is_its_own_mailbox() -> None:
    assert INDEX.mailbox_of("Someone@Elsewhere.example") == "someone@elsewhere.example"
    assert INDEX.resolve("someone@elsewhere.example") is None


def test_a_list_is_no_account() -> None:
    assert isinstance(INDEX.resolve(SALES), DistributionList)
    assert INDEX.account(SALES) is None
    assert not INDEX.is_internal_account(SALES)


def test_lists_in_lists_expand_to_each_member_once_though_they_name_each_other() -> None:
    group = INDEX.resolve(EVERYONE)
    assert isinstance(group, DistributionList)
    assert INDEX.expand(group) == (ANN, BOB, CAROL, ALEX)


def test_an_unknown_member_of_a_list_stays_as_it_is_written() -> None:
    odd = DistributionList(Address(f"odd@{DOMAIN}"), "Odd", (Address(f"Gone@{DOMAIN}"), ANN))
    index = DirectoryIndex(make_directory(lists=(odd,)))
    assert index.expand(odd) == (f"gone@{DOMAIN}", ANN)


def test_outsiders_have_mailboxes_that_are_not_the_firms() -> None:
    assert INDEX.account(OUTSIDER) is not None
    assert not INDEX.is_internal_account(OUTSIDER)
    assert OUTSIDER not in [account.address for account in INDEX.internal_accounts]


def test_addresses_in_a_domain_of_the_firm_or_below_it_are_internal() -> None:
    assert INDEX.is_internal_address(f"nobody@{DOMAIN}")
    assert INDEX.is_internal_address(f"nobody@mail.{DOMAIN}")
    assert not INDEX.is_internal_address(f"nobody@not{DOMAIN}")


def test_every_domain_has_a_postmaster() -> None:
    assert INDEX.is_system_address(f"Postmaster@{DOMAIN}")
    assert not INDEX.is_system_address("postmaster@rival.example")


def test_people_are_found_without_case_and_accents() -> None:
    assert [entry.address for entry in INDEX.search("NOVAKOVA")] == [CAROL]


def test_a_match_of_a_name_comes_before_one_of_a_department() -> None:
    assert [entry.address for entry in INDEX.search("sales")] == [SALES, ANN, BOB]


def test_all_words_must_match_somewhere() -> None:
    assert [entry.address for entry in INDEX.search("ann head")] == [ANN]
    assert INDEX.search("ann accountant") == ()


def test_an_empty_search_finds_everyone_by_address() -> None:
    addresses = [entry.address for entry in INDEX.search("")]
    assert addresses == sorted(addresses)
    assert len(addresses) == 7


def test_the_first_of_two_owners_of_an_address_keeps_it() -> None:
    double = Account(Address(f"new@{DOMAIN}"), "New", aliases=(ANN,))
    index = DirectoryIndex(make_directory(accounts=(double,)))
    account = index.account(ANN)
    assert account is not None
    assert account.address == ANN
