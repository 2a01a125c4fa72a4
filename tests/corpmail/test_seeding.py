"""What a snapshot refuses, and how it says so."""

from dataclasses import replace

import pytest

from corpmail.directory import DirectoryIndex
from corpmail.errors import SeedDataError
from corpmail.seeding import check_directory, check_messages
from corpmail.types import (
    Account,
    Address,
    Directory,
    DistributionList,
    Folder,
    Mailer,
    SeedAttachment,
    SeedMessage,
)
from support.builders import ALEX, ANN, BOB, DOMAIN, SALES, make_directory, make_seed_message

DIRECTORY = make_directory()


def account(address: str, *, internal: bool = True) -> Account:
    return Account(Address(address), "X", internal=internal)


@pytest.mark.parametrize(
    ("directory", "complaint"),
    [
        (replace(DIRECTORY, domains=()), "domains"),
        (replace(DIRECTORY, domains=("Firm.Example",)), "lower case"),
        (replace(DIRECTORY, timezone="Mars/Olympus"), "time zone"),
        (replace(DIRECTORY, timezone="../../etc/passwd"), "time zone"),
        (make_directory(accounts=(account("nobody"),)), "not a mail address"),
        (make_directory(accounts=(account(f"New@{DOMAIN}"),)), "lower case"),
        (make_directory(accounts=(account(ANN),)), "belongs to two"),
        (make_directory(accounts=(account(f"ann@{DOMAIN}"),)), "belongs to two"),
        (make_directory(accounts=(account(SALES),)), "belongs to two"),
        (make_directory(accounts=(account("x@else.example"),)), "says otherwise"),
        (make_directory(accounts=(account(f"x@{DOMAIN}", internal=False),)), "says otherwise"),
        (
            make_directory(lists=(DistributionList(Address(f"l@{DOMAIN}"), "L", (Address("x"),)),)),
            "not a mail address",
        ),
    ],
)
def test_a_directory_that_cannot_be_served_is_refused(directory: Directory, complaint: str) -> None:
    with pytest.raises(SeedDataError, match=complaint):
        check_directory(DirectoryIndex(directory))


def test_the_firm_of_the_tests_is_right() -> None:
    check_directory(DirectoryIndex(DIRECTORY))


GOOD = make_seed_message(1)


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        (replace(GOOD, rfc_id="seed-1"), "angle brackets"),
        (replace(GOOD, rfc_id=""), "angle brackets"),
        (replace(GOOD, sent_at=-1), "1970"),
        (replace(GOOD, sent_at=10**13), "1970"),
        (replace(GOOD, subject="a\nBcc: x@y.example"), "line break"),
        (replace(GOOD, headers=(("X-Note", "a\r\nb"),)), "line break"),
        (replace(GOOD, sender=Mailer(ANN, "Ann\nLee")), "line break"),
        (replace(GOOD, text="a\0b"), "cannot carry"),
        (replace(GOOD, text="a\ud800b"), "cannot carry"),
        (replace(GOOD, html="a\0b"), "cannot carry"),
        (replace(GOOD, sender=Mailer(Address("ann"))), "not a mail address"),
        (replace(GOOD, to=(Mailer(Address(f"Ann@{DOMAIN}")),)), "lower case"),
        (make_seed_message(1, unread_by=(BOB,)), "no copy"),
        (make_seed_message(1, starred_by=(BOB,)), "no copy"),
        (make_seed_message(1, folders={BOB: Folder.TRASH}), "no copy"),
        (
            make_seed_message(1, attachments=(SeedAttachment("a/b", "text/plain", b""),)),
            "file name",
        ),
        (make_seed_message(1, attachments=(SeedAttachment("a", "text", b""),)), "content type"),
    ],
)
def test_a_message_that_mail_cannot_carry_is_refused_by_its_id(
    message: SeedMessage, complaint: str
) -> None:
    with pytest.raises(SeedDataError, match=complaint) as caught:
        check_messages(DirectoryIndex(DIRECTORY), [message])
    assert caught.value.details["file"] == (message.rfc_id or "a message without Message-ID")


def test_a_message_id_that_is_used_twice_is_refused() -> None:
    with pytest.raises(SeedDataError, match=r"^<seed-1@mail\.firm\.example>: .* twice"):
        check_messages(DirectoryIndex(DIRECTORY), [GOOD, replace(GOOD, text="Other.")])


def test_a_copy_may_be_named_by_an_alias() -> None:
    message = make_seed_message(1, sender=ALEX, to=(ANN,), unread_by=(Address(f"ann@{DOMAIN}"),))
    check_messages(DirectoryIndex(DIRECTORY), [message])
