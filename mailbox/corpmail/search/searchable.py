"""What of a message is searched: its words, field by field.

Called when seeded mail is stored and when a branch's own mail is matched. Bcc is never among the
fields: who was hidden from readers cannot be found by searching.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpmail.expression import FieldName
from corpmail.html_text import html_to_text
from corpmail.tokens import BOUNDARY, spaced_words, tokenize
from corpmail.types import Address, Mailer, SeedMessage


@dataclass(frozen=True, slots=True)
class Searchable:
    """The words of one message; the names are the columns of the index."""

    subject: Sequence[str]
    sender: Sequence[str]
    to_line: Sequence[str]
    cc_line: Sequence[str]
    body: Sequence[str]
    files: Sequence[str]

    def words_of(self, field: FieldName) -> Sequence[str]:
        """Return the words of one field."""
        words: Sequence[str] = getattr(self, field)
        return words


def index_texts(message: SeedMessage) -> dict[str, str]:
    """Return what the index is given of a message: texts that it cuts into the fields' words."""
    return {
        "subject": spaced_words(message.subject),
        "sender": " ".join(_mailer_words([message.sender])),
        "to_line": " ".join(_mailer_words(message.to)),
        "cc_line": " ".join(_mailer_words(message.cc)),
        "body": spaced_words(_readable(message.text, message.html)),
        "files": " ".join(_file_words(file.filename for file in message.attachments)),
    }


def read_parts(
    *,
    subject: str,
    sender: Mailer,
    to: Iterable[Mailer],
    cc: Iterable[Mailer],
    text: str,
    html: str | None,
    filenames: Iterable[str],
) -> Searchable:
    """Return the words of a message given by its parts."""
    return Searchable(
        subject=tokenize(subject),
        sender=_mailer_words([sender]),
        to_line=_mailer_words(to),
        cc_line=_mailer_words(cc),
        body=tokenize(_readable(text, html)),
        files=_file_words(filenames),
    )


def _readable(text: str, html: str | None) -> str:
    return text if html is None or text.strip() else html_to_text(html)


def _file_words(names: Iterable[str]) -> list[str]:
    return [word for name in names for word in (BOUNDARY, *tokenize(name), BOUNDARY)]


def read_mailer(stored: Mapping[str, str]) -> Mailer:
    """Return a mailer as the tables keep it."""
    return Mailer(address=Address(stored["address"]), name=stored.get("name", ""))


def _mailer_words(mailers: Iterable[Mailer]) -> list[str]:
    words: list[str] = []
    for mailer in mailers:
        words += [BOUNDARY, *tokenize(mailer.name), BOUNDARY, *tokenize(mailer.address), BOUNDARY]
    return words
