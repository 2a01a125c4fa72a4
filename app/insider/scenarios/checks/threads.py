"""Threads that cannot have come about: who wrote what without having it, when, and to whom.

Called by ``check_seed``. That what a mail answers is there, and is older, ``links`` says.
"""

from collections.abc import Iterable, Iterator, Mapping

from insider.errors import SeedProblem
from insider.scenarios.addresses import AddressBook
from insider.scenarios.checks.story import Story, rings_of
from insider.scenarios.mail_file import MailFile


def check_threads(
    mail: Iterable[MailFile], known: Mapping[str, MailFile], book: AddressBook
) -> Iterator[SeedProblem]:
    """Yield what is wrong with some mail whatever the condition.

    Args:
        mail: What to look through.
        known: All mail that it may refer to, by key.
        book: Whom it knows.
    """
    looked = [*mail]
    for ring in rings_of(known):
        yield from _circle(ring, {each.key: each for each in looked})
    for each in looked:
        yield from _never_had(each, known, book)
        yield from _nobody(each, book)


def check_repeats(story: Story) -> Iterator[SeedProblem]:
    """Yield mail of a scenario that goes back to what a condition leaves out."""
    for key, mail in story.mail.items():
        fields = mail.fields
        field = "reply_to" if fields.reply_to is not None else "forward_of"
        parent = fields.reply_to or fields.forward_of
        if parent not in story.mail or {key, parent} & story.uncertain:
            continue
        repeats = fields.quote or fields.forward_of is not None
        for box in story.presence[key]:
            cell = story.without([parent], box)
            if cell is None:
                continue
            if repeats:
                yield mail.repeats_what_is_left_out(field)
            elif mail in story.scenario.mail_folder.mail:
                said = (
                    f"'{parent}' is not there under {story.describe(cell)}, and this mail answers "
                    "it; give both the same 'when', or let it begin a thread."
                )
                yield mail.written.problem(said, field, code="parent-elsewhere")
            break


def _circle(ring: tuple[str, ...], mail: Mapping[str, MailFile]) -> Iterator[SeedProblem]:
    """Yield a problem of a circle of mail, at the first that is among some mail."""
    first = next((mail[key] for key in ring if key in mail), None)
    if first is not None:
        others = ", ".join(f"'{key}'" for key in ring if key != first.key)
        way = f"by way of {others}" if others else "without any other"
        said = f"this mail goes back to itself, {way}; one of them must begin the thread."
        field = "reply_to" if first.fields.reply_to is not None else "forward_of"
        yield first.written.problem(said, field, code="thread-cycle")


def _never_had(
    mail: MailFile, known: Mapping[str, MailFile], book: AddressBook
) -> Iterator[SeedProblem]:
    """Yield what one mail answers or passes on although its author never had it."""
    fields = mail.fields
    for name, key in (("reply_to", fields.reply_to), ("forward_of", fields.forward_of)):
        if key is None or key not in known or book.mailer(fields.sender) is None:
            continue
        theirs = known[key].fields
        readers = (theirs.sender, *theirs.to, *theirs.cc, *theirs.bcc)
        # Who is unknown may be anybody.
        if any(book.mailer(each) is None for each in readers):
            continue
        if not book.reach_of((fields.sender,)) & book.reach_of(readers):
            said = (
                f"'{fields.sender}' never had '{key}'; send that to them too, or let somebody "
                "write this who had it."
            )
            yield mail.written.problem(said, name, code="never-had")


def _nobody(mail: MailFile, book: AddressBook) -> Iterator[SeedProblem]:
    """Yield the addresses in the firm's domains that nobody has, neither a person nor a list."""
    fields = mail.fields
    for name, references in (("to", fields.to), ("cc", fields.cc), ("bcc", fields.bcc)):
        for index, reference in enumerate(references):
            if reference in book.keys or "@" not in reference:
                continue
            mailer = book.mailer(reference)
            if mailer is None or book.is_known(mailer.address):
                continue
            if mailer.address.rpartition("@")[2] in book.directory.domains:
                said = (
                    f"nobody at the firm has the address {mailer.address}; name somebody of "
                    "people.yaml or lists.yaml."
                )
                yield mail.written.problem(said, name, index, code="unknown-mailbox")
