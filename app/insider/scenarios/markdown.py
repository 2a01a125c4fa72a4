"""Markdown bodies as the two parts of an HTML mail.

Called by the renderer for mail with ``html: true``. Raw HTML in a body is shown, never obeyed.
"""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def to_html(markdown: str) -> str:
    """Return a whole HTML document."""
    return f"<!DOCTYPE html>\n<html><body>\n{_parser().render(markdown)}</body></html>\n"


def to_plain(markdown: str) -> str:
    """Return the text part that a mail program would send beside the HTML."""
    return _PlainWriter().write(_parser().parse(markdown))


class _PlainWriter:
    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._markers: list[str] = []
        """What the next item of each list around begins with: ``*`` or its number."""
        self._pending = ""
        self._row: list[str] = []

    def write(self, tokens: Sequence[Token]) -> str:
        previous = ""
        for token in tokens:
            self._take(token, previous)
            previous = token.type
        return "\n".join(self._blocks).strip("\n")

    def _take(self, token: Token, previous: str) -> None:
        if token.type == "inline":
            if previous in {"th_open", "td_open"}:
                self._row.append(_inline(token))
            else:
                self._paragraph(_inline(token), heading=previous == "heading_open")
        elif token.type in {"fence", "code_block", "hr"}:
            code = "-" * 40 if token.type == "hr" else token.content.rstrip("\n")
            self._blocks += [f"    {line}" for line in code.split("\n")]
            self._blocks.append("")
        elif token.type in {"tr_close", "table_close"}:
            self._blocks.append(" | ".join(self._row))
            self._row = []
        else:
            self._list(token)

    def _list(self, token: Token) -> None:
        if token.type == "bullet_list_open":
            self._markers.append("*")
        elif token.type == "ordered_list_open":
            self._markers.append(str(token.attrGet("start") or 1))
        elif token.type == "list_item_open":
            self._pending = self._next_marker()
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._markers.pop()
            if not self._markers:
                self._blocks.append("")

    def _next_marker(self) -> str:
        marker = self._markers[-1]
        if not marker.isdigit():
            return f"{marker} "
        self._markers[-1] = str(int(marker) + 1)
        return f"{marker}. "

    def _paragraph(self, text: str, *, heading: bool) -> None:
        indent = "  " * len(self._markers)
        first = f"{indent[:-2]}{self._pending}" if self._pending else indent
        self._pending = ""
        lines = text.split("\n")
        self._blocks.append(first + lines[0])
        self._blocks += [indent + line for line in lines[1:]]
        if heading:
            self._blocks.append("=" * min(max(map(len, lines)), 60))
        if not self._markers:
            self._blocks.append("")


def _inline(token: Token) -> str:
    written: list[str] = []
    links: list[tuple[str, int]] = []
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline" | "html_inline":
                written.append(child.content)
            case "softbreak" | "hardbreak":
                written.append("\n")
            case "image":
                written.append(f"[{child.content}]")
            case "link_open":
                links.append((str(child.attrGet("href") or ""), len(written)))
            case "link_close":
                target, start = links.pop()
                if "".join(written[start:]) != target.removeprefix("mailto:"):
                    written.append(f" ({target})")
            case _:
                pass
    return "".join(written)
