"""The readable text of an HTML body.

Called by search and by the reading of attachments. The input is hostile: this never raises, and
takes time in proportion to the text's length, which the standard library's parser does not.
"""

import html
import re
from collections.abc import Iterator

_HIDDEN = frozenset({"script", "style", "template", "title"})
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol"}
    | {"option", "p", "pre", "section", "table", "tr", "ul"}
)
_CELLS = frozenset({"td", "th"})

_TAG_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]*)")
_TAG_STOP = re.compile(r"[\"'>]")


def html_to_text(source: str) -> str:
    """Return the text of an HTML document, a line for each block."""
    lines = (" ".join(line.split()) for line in "".join(_Reader(source).parts()).splitlines())
    return "\n".join(line for line in lines if line)


class _Reader:
    """Walks a document once, from its beginning to its end."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._last_end = source.rfind(">")
        self._last_comment_end = source.rfind("-->")
        self._quotes_close = True

    def parts(self) -> Iterator[str]:
        """Yield its text, with line ends and tabs where blocks and cells begin."""
        at = 0
        while (start := self._source.find("<", at)) >= 0 and start < self._last_end:
            yield html.unescape(self._source[at:start])
            name = _TAG_NAME.match(self._source, start + 1)
            if name is None and self._source[start + 1] not in "/!?":
                yield "<"
                at = start + 1
                continue
            at = self._end_of_markup(start)
            tag = name[1].lower() if name else ""
            if tag in _BLOCKS:
                yield "\n"
            elif tag in _CELLS:
                yield "\t"
            elif tag in _HIDDEN and self._source[start + 1] != "/":
                at = self._end_of_hidden(tag, at)
        yield html.unescape(self._source[at:])

    def _end_of_markup(self, start: int) -> int:
        if self._source.startswith("<!--", start):
            if start + 2 <= self._last_comment_end:
                return self._source.index("-->", start + 2) + 3
        elif self._quotes_close and self._source[start + 1] not in "!?":
            at = start
            while stop := _TAG_STOP.search(self._source, at):
                if stop.group() == ">":
                    return stop.end()
                closing = self._source.find(stop.group(), stop.end())
                at = closing + 1 if closing >= 0 else len(self._source)
            # A quote that does not close swallows the rest: from here on, quotes say nothing.
            self._quotes_close = False
        return self._source.index(">", start) + 1

    def _end_of_hidden(self, tag: str, start: int) -> int:
        end = re.compile(rf"</{tag}(?![A-Za-z0-9])", re.IGNORECASE).search(self._source, start)
        return end.start() if end else len(self._source)
