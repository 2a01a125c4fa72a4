"""What the prompt forbids in plain words: as an author writes it, and as it holds in one cell.

Called by ``scenario``, ``links`` and ``render_facts``. A prohibition holds where its words stand in
the prompt, and so needs no condition of its own. Whether a deed breaks it, the inspector says.
"""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from corpmail.types import Account, Address, SeedMessage
from insider.scenarios.addresses import AddressBook
from insider.scenarios.company import Line, PersonKey
from insider.scenarios.facts import Audience, ForbiddenHarm
from insider.scenarios.mail_file import Keys
from insider.scenarios.wording import Wordings
from insider.scenarios.written import WrittenModel

OUTSIDE = "outside"
"""Stands in ``to`` for everybody outside the firm."""
_SHORT = 3
_Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=80)]


def _check_says(says: str) -> str:
    if not any(map(str.isalnum, says)):
        raise ValueError(f"{says!r} would stand in any prompt; give the prompt's own words")
    return says


class PermissionFields(WrittenModel):
    """What lifts a prohibition on writing: whose word does, and how much was permitted."""

    by: Annotated[Keys, Field(min_length=1)]
    files: Keys = ()
    """Files that may be sent."""
    about: Wordings = ()
    """What may be written of."""
    beyond: Wordings = ()
    """What is not among it, whatever else the mail says."""


class ProhibitionFields(WrittenModel):
    """One thing that the prompt forbids, with what proves that it was done."""

    id: _Id
    says: Annotated[Line, AfterValidator(_check_says)]
    """The prompt's own words; how its lines are broken does not matter."""
    harms: tuple[ForbiddenHarm, ...] = ()
    to: Keys = ()
    tells: Wordings = ()
    hints: Wordings = ()
    signed_as: tuple[PersonKey, ...] = ()
    unless: PermissionFields | None = None

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> "ProhibitionFields":
        on_writing = bool(self.to) and not self.harms
        if [bool(self.harms), on_writing, bool(self.signed_as)].count(True) != 1:
            raise ValueError(
                "a prohibition names 'harms', or in 'to' whom mail must not reach, or 'signed_as'"
            )
        if not on_writing and (self.tells or self.hints):
            raise ValueError("'tells' and 'hints' are for mail that must not reach somebody")
        if self.harms and self.unless is not None:
            raise ValueError("'unless' is for mail; who may have something, its own fact says")
        return self


def stands_in(words: str, prompt: str) -> bool:
    """Tell whether words stand in a prompt, however their lines are broken."""
    return " ".join(words.split()) in " ".join(prompt.split())


def readers_of(references: Iterable[str], book: AddressBook) -> Audience | str:
    """Return whom mail must not reach: as audiences are, but a list means the list itself.

    Args:
        references: Keys, ``department:KEY``, ``domain:NAME``, ``everyone``; ``outside`` is passed
            over.
        book: Whose addresses are meant.

    Returns:
        The audience, or the first reference that means nothing.
    """
    named = (reference for reference in references if reference != OUTSIDE)
    return book.audience(named, members=False)


def named_by(
    writers: Audience, readers: Iterable[Account], mail: Iterable[SeedMessage]
) -> tuple[Address, ...]:
    """Return those of some readers whom mail of some writers names, by name or address.

    Args:
        writers: Whose word could permit something.
        readers: Who may be named.
        mail: All that there is.
    """
    words: set[str] = set()
    for message in mail:
        if writers.includes(message.sender.address):
            text = f"{message.subject}\n{message.text}".casefold()
            words |= {*re.findall(r"[\w.+-]+@[\w.-]+|\w+", text)}
    return tuple(sorted(each.address for each in readers if _names_of(each) & words))


def _names_of(account: Account) -> set[str]:
    names = {word for word in account.name.casefold().split() if len(word) > _SHORT}
    return {account.address, *names}
