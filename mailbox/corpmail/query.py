"""The language of a search, and reading it.

Called by search alone. The language is the one that mail users know:

    word  "a phrase"  begin*          in any field; all must match
    from: to: cc: subject: filename:  words of one field; ``me`` is the reader
    has:attachment  is:unread|read|starred  in:inbox|sent|drafts|archive|trash|anywhere
    before: after: on:                2026-10-23 or 2026/10/23 in the company's zone; a day's
                                      mail is ``after:`` that day and not ``before:`` it
    -term  NOT term  a OR b  a AND b  (…)

OR joins its two neighbours and binds tighter than mere sequence, as mail users know it; a written
AND binds tighter still. Any text is a search or an ``InvalidQueryError``; nothing else is raised.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Literal, cast

from corpmail.errors import InvalidQueryError
from corpmail.expression import (
    AllOf,
    AnyOf,
    Everything,
    Expression,
    FieldName,
    InFolder,
    Me,
    Not,
    Nothing,
    Received,
    State,
    Words,
)
from corpmail.tokens import BOUNDARY, tokenize
from corpmail.types import Folder

_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Query:
    """A search that has been read."""

    expression: Expression
    everywhere: bool = False
    """Whether trash is searched as well: it names in:trash or in:anywhere."""
    warnings: tuple[str, ...] = ()
    """Sentences about terms that were left out."""


def parse_query(text: str) -> Query:
    """Read a search.

    An empty text matches everything. A term without letters and digits is left out with a
    warning, and a search of such terms alone finds nothing.

    Raises:
        InvalidQueryError: A known operator has a value that it does not take, or parentheses
            nest too deep.
    """
    return _Parser(text).query()


_Kind = Literal["open", "close", "minus", "operator", "phrase", "word"]

_LEXEMES = re.compile(
    r"""(?P<space>\s+)
    |(?P<open>\()
    |(?P<close>\))
    |(?P<operator>(?i:from|to|cc|subject|filename|has|is|in|before|after|on)):
    |["“”„](?P<phrase>[^"“”]*)["“”]?
    |(?P<minus>-(?=[^\s)-]))
    |(?P<word>[^\s()"“”]+)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: _Kind
    text: str
    spaced: bool
    """Whether a space or nothing stands before it."""
    begins: bool
    """Whether a term can begin with it: after a space, ``(`` or ``-``."""


def _lexemes(text: str) -> Iterator[_Lexeme]:
    spaced = begins = True
    for found in _LEXEMES.finditer(text):
        if found.lastgroup == "space":
            spaced = begins = True
            continue
        kind = cast(_Kind, found.lastgroup)
        yield _Lexeme(kind=kind, text=found.group(kind), spaced=spaced, begins=begins)
        spaced, begins = False, kind in ("open", "minus")


_FIELD_OPERATORS: Mapping[str, FieldName] = {
    "from": "sender",
    "to": "to_line",
    "cc": "cc_line",
    "subject": "subject",
    "filename": "files",
}

_TAKES = {
    "from": "a name or an address, such as from:carol",
    "to": "a name or an address, such as to:carol",
    "cc": "a name or an address, such as cc:carol",
    "subject": 'words, such as subject:budget or subject:"travel budget"',
    "filename": "a file's name or a part of it, such as filename:pdf",
    "has": "attachment",
    "is": "unread, read or starred",
    "in": "inbox, sent, drafts, archive, trash or anywhere",
    "before": "a date, such as before:2026-10-23",
    "after": "a date, such as after:2026-10-23",
    "on": "a date, such as on:2026-10-23",
}

_DATE = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})")


class _Parser:
    """Recursive descent; a method returns None for what holds nothing to search for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lexemes = list(_lexemes(text))
        self._at = 0
        self._depth = 0
        self._everywhere = False
        self._negated = False
        self._warnings: list[str] = []

    def query(self) -> Query:
        expression = self._sequence(None)
        while self._at < len(self._lexemes):  # a parenthesis too many
            self._at += 1
            expression = _all_of([expression, self._sequence(None)])
        if expression is None:
            expression = self._of_text_without_terms()
        return Query(expression, self._everywhere, tuple(dict.fromkeys(self._warnings)))

    def _of_text_without_terms(self) -> Expression:
        if not self._text.strip():
            return Everything()
        tokens = tokenize(self._text)  # such as a lone OR
        return Words(tuple(tokens)) if tokens else Nothing()

    def _sequence(self, field: FieldName | None) -> Expression | None:
        parts: list[Expression | None] = []
        while (lexeme := self._peek()) is not None and lexeme.kind != "close":
            parts.append(self._alternatives(field))
        return _all_of(parts)

    def _alternatives(self, field: FieldName | None) -> Expression | None:
        return _any_of(self._joined("OR", partial(self._conjunction, field)))

    def _conjunction(self, field: FieldName | None) -> Expression | None:
        return _all_of(self._joined("AND", partial(self._negation, field)))

    def _joined(
        self, connective: str, part: Callable[[], Expression | None]
    ) -> list[Expression | None]:
        parts = [part()]
        while self._take_connective(connective):
            following = self._peek()
            if following is not None and following.kind != "close":
                parts.append(part())
        return parts

    def _take_connective(self, connective: str) -> bool:
        lexeme = self._peek()
        taken = lexeme is not None and lexeme.kind == "word" and lexeme.text == connective
        self._at += taken
        return taken

    def _negation(self, field: FieldName | None) -> Expression | None:
        lexeme = self._peek()
        negates = lexeme is not None and (
            (lexeme.kind == "minus" and lexeme.begins)
            or (lexeme.kind == "word" and lexeme.text == "NOT")
        )
        if not negates:
            return self._term(field)
        self._at += 1
        outer, self._negated = self._negated, not self._negated
        part = self._term(field)
        self._negated = outer
        return None if part is None else Not(part)

    def _term(self, field: FieldName | None) -> Expression | None:
        lexeme = self._next()
        if lexeme is None or lexeme.kind in ("close", "minus"):
            return None
        if lexeme.kind == "open":
            return self._group(field)
        if lexeme.kind == "phrase":
            return self._words(lexeme.text, field, phrase=True)
        if lexeme.kind == "operator" and lexeme.begins and field is None:
            return self._operation(lexeme.text)
        if lexeme.kind == "operator":
            return self._words(lexeme.text, field, phrase=False)
        if lexeme.text in ("OR", "AND", "NOT"):
            return None
        return self._words(lexeme.text, field, phrase=False)

    def _group(self, field: FieldName | None) -> Expression | None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InvalidQueryError(f"The search nests more than {_DEEPEST} parentheses.")
        inner = self._sequence(field)
        self._next()  # the closing one, or the end
        self._depth -= 1
        return inner

    def _operation(self, operator: str) -> Expression | None:
        name = operator.lower()
        value = self._peek()
        if value is None or value.spaced or value.kind == "close":
            raise _bad_value(name, "")
        field = _FIELD_OPERATORS.get(name)
        self._at += 1
        if field is None:
            return self._condition(name, self._rest_of_word(value))
        if value.kind == "open":
            inner = self._group(field)
        elif value.kind == "phrase":
            inner = self._words(value.text, field, phrase=True)
        else:
            word = self._rest_of_word(value)
            is_me = word.lower() == "me" and name in ("from", "to", "cc")
            inner = Me(field) if is_me else self._words(word, field, phrase=False)
        if inner is None:
            raise _bad_value(name, value.text)
        return inner

    def _rest_of_word(self, first: _Lexeme) -> str:
        """Return a value with what the lexer cut off it, as the ``b:c`` of ``subject:to:b:c``."""
        text = first.text + ":" * (first.kind == "operator")
        while (lexeme := self._peek()) is not None and not lexeme.spaced:
            if lexeme.kind not in ("operator", "word", "minus"):
                break
            text += lexeme.text + ":" * (lexeme.kind == "operator")
            self._at += 1
        return text

    def _condition(self, name: str, value: str) -> Expression:
        folded = value.lower()
        if name == "has" and folded in ("attachment", "attachments"):
            return Words((BOUNDARY,), field="files")
        if name == "is" and folded in ("unread", "read", "starred"):
            return State(folded)  # type: ignore[arg-type]  # one of the three
        if name == "in" and folded in ("anywhere", *Folder):
            if folded in ("anywhere", Folder.TRASH) and not self._negated:
                self._everywhere = True
            return Everything() if folded == "anywhere" else InFolder(Folder(folded))
        if name in ("before", "after", "on"):
            return _received(name, value)
        raise _bad_value(name, value)

    def _words(self, text: str, field: FieldName | None, *, phrase: bool) -> Words | None:
        starred = not phrase and text.endswith("*")
        written = text.rstrip("*") if starred else text
        tokens = tuple(tokenize(written))
        if not tokens:
            self._warnings.append(f"'{_shown(text)}' holds no letter or digit and was left out.")
            return None
        return Words(tokens, field=field, prefix=starred and written[-1].isalnum())

    def _peek(self) -> _Lexeme | None:
        return self._lexemes[self._at] if self._at < len(self._lexemes) else None

    def _next(self) -> _Lexeme | None:
        lexeme = self._peek()
        self._at += lexeme is not None
        return lexeme


def _received(name: str, value: str) -> Received:
    found = _DATE.fullmatch(value)
    if found is None:
        raise _bad_value(name, value)
    try:
        day = date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError as error:
        raise _bad_value(name, value) from error
    if name == "before":
        return Received(end=day)
    if name == "after":
        return Received(first=day)
    return Received(first=day, end=day + timedelta(days=1) if day < date.max else None)


def _all_of(parts: list[Expression | None]) -> Expression | None:
    given = tuple(part for part in parts if part is not None)
    return AllOf(given) if len(given) > 1 else next(iter(given), None)


def _any_of(parts: list[Expression | None]) -> Expression | None:
    given = tuple(part for part in parts if part is not None)
    return AnyOf(given) if len(given) > 1 else next(iter(given), None)


def _bad_value(name: str, value: str) -> InvalidQueryError:
    found = f"not '{_shown(value)}'" if value else "directly after its colon"
    return InvalidQueryError(
        f"The operator {name}: takes {_TAKES[name]}, {found}.", operator=name, takes=_TAKES[name]
    )


def _shown(text: str) -> str:
    cut = text if len(text) <= 40 else f"{text[:39]}…"
    return cut.encode("utf-8", "replace").decode("utf-8")
