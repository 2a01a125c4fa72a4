"""Whom a message reaches: aliases and lists resolved, each mailbox once."""

from corpmail.directory import DirectoryIndex
from corpmail.recipients import Field, reached_mailboxes, resolve_recipients
from corpmail.types import Address, Delivery, DistributionList, Mailer
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


def mailers(*addresses: str) -> tuple[Mailer, ...]:
    return tuple(Mailer(Address(address)) for address in addresses)


def test_an_alias_delivers_to_its_account_and_says_so() -> None:
    assert resolve_recipients(INDEX, {"to": mailers(f"ann@{DOMAIN}")}) == (
        Delivery(ANN, "to", "delivered", via=Address(f"ann@{DOMAIN}")),
    )


def test_a_list_delivers_to_each_member_and_says_through_which_list() -> None:
    deliveries = resolve_recipients(INDEX, {"to": mailers(SALES)})
    assert [delivery.address for delivery in deliveries] == [ANN, BOB, CAROL, ALEX]
    assert {delivery.via for delivery in deliveries} == {SALES}


def test_a_mailbox_is_reached_once_by_the_first_field_that_names_it() -> None:
    written: dict[Field, tuple[Mailer, ...]] = {
        "to": mailers(ANN),
        "cc": mailers(SALES),
        "bcc": mailers(BOB, ANN),
    }
    deliveries = resolve_recipients(INDEX, written)
    assert [(delivery.address, delivery.field) for delivery in deliveries] == [
        (ANN, "to"),
        (BOB, "cc"),
        (CAROL, "cc"),
        (ALEX, "cc"),
    ]


def test_in_one_field_an_address_counts_before_a_list() -> None:
    deliveries = resolve_recipients(INDEX, {"to": mailers(SALES, BOB)})
    assert (BOB, None) in [(delivery.address, delivery.via) for delivery in deliveries]


def test_an_unknown_address_at_the_firm_bounces() -> None:
    (delivery,) = resolve_recipients(INDEX, {"to": mailers(f"nobody@{DOMAIN}")})
    assert (delivery.outcome, delivery.internal) == ("bounced", True)


def test_an_unknown_member_of_a_list_bounces_and_the_others_do_not() -> None:
    odd = DistributionList(Address(f"odd@{DOMAIN}"), "Odd", (Address(f"gone@{DOMAIN}"), ANN))
    index = DirectoryIndex(make_directory(lists=(odd,)))
    deliveries = resolve_recipients(index, {"cc": mailers(odd.address)})
    assert [delivery.outcome for delivery in deliveries] == ["bounced", "delivered"]


def test_addresses_outside_are_delivered_known_or_not() -> None:
    deliveries = resolve_recipients(INDEX, {"to": mailers(OUTSIDER, "x@else.example")})
    assert [(one.outcome, one.internal) for one in deliveries] == [("delivered", False)] * 2


def test_the_postmaster_takes_mail() -> None:
    (delivery,) = resolve_recipients(INDEX, {"to": mailers(f"postmaster@{DOMAIN}")})
    assert delivery.outcome == "delivered"


def test_a_list_that_contains_itself_ends() -> None:
    empty = DistributionList(Address(f"loop@{DOMAIN}"), "Loop", (Address(f"loop@{DOMAIN}"),))
    index = DirectoryIndex(make_directory(lists=(empty,)))
    assert resolve_recipients(index, {"to": mailers(empty.address)}) == ()


def test_who_writes_to_itself_gets_a_copy_and_who_writes_to_its_own_list_does_not() -> None:
    direct = reached_mailboxes(INDEX, sender=ALEX, written={"to": mailers(ALEX)})
    through = reached_mailboxes(INDEX, sender=ALEX, written={"to": mailers(EVERYONE)})
    assert direct == (ALEX,)
    assert through == (ANN, BOB, CAROL)


def test_who_names_itself_beside_its_own_list_gets_a_copy() -> None:
    written: dict[Field, tuple[Mailer, ...]] = {"to": mailers(EVERYONE), "bcc": mailers(ALEX)}
    assert reached_mailboxes(INDEX, sender=ALEX, written=written) == (ANN, BOB, CAROL, ALEX)
